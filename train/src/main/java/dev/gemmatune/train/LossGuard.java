package dev.gemmatune.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Watches the losses of each set for an explosion: ten steps whose mean is many times that of the first ten. A single
 * hard batch is none.
 */
final class LossGuard {

    private static final int WINDOW = 10;

    /** The losses of one set. */
    private static final class Window {
        private double firstSum;
        private int firsts;
        private final Deque<Double> recent = new ArrayDeque<>();

        void add(double loss) {
            if (firsts < WINDOW) {
                firstSum += loss;
                firsts++;
                return;
            }
            recent.addLast(loss);
            if (recent.size() > WINDOW) {
                recent.removeFirst();
            }
        }

        double first() {
            return firstSum / firsts;
        }

        double mean() {
            return recent.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        }
    }

    private final double ratio;
    private final Map<String, Window> windows = new TreeMap<>();

    /** A guard that calls {@code ratio} times the first losses an explosion; 0 for one that never does. */
    LossGuard(double ratio) {
        this.ratio = ratio;
    }

    /** Takes the loss of a batch and says what is wrong, if anything is. */
    Optional<String> add(String set, double loss) {
        Window window = windows.computeIfAbsent(set, name -> new Window());
        window.add(loss);
        boolean exploded = ratio > 0
                && window.recent.size() == WINDOW
                && window.mean() > ratio * Math.abs(window.first())
                && window.mean() > window.first();
        return exploded
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "the loss explodes: its mean over %d steps is %.4g, and it was %.4g over the first %d",
                        WINDOW,
                        window.mean(),
                        window.first(),
                        WINDOW))
                : Optional.empty();
    }

    JsonObject toJson() {
        JsonObject state = new JsonObject();
        windows.forEach((set, window) -> {
            JsonObject object = new JsonObject();
            object.addProperty("first_sum", window.firstSum);
            object.addProperty("firsts", window.firsts);
            JsonArray recent = new JsonArray();
            window.recent.forEach(recent::add);
            object.add("recent", recent);
            state.add(set, object);
        });
        return state;
    }

    void restore(JsonObject state) {
        windows.clear();
        for (Map.Entry<String, JsonElement> entry : state.entrySet()) {
            JsonObject object = entry.getValue().getAsJsonObject();
            Window window = new Window();
            window.firstSum = object.get("first_sum").getAsDouble();
            window.firsts = object.get("firsts").getAsInt();
            object.getAsJsonArray("recent").forEach(loss -> window.recent.addLast(loss.getAsDouble()));
            windows.put(entry.getKey(), window);
        }
    }
}
