package dev.gemmatune.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.train.run.RunFolder;
import dev.gemmatune.train.run.ScoresJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which checkpoint is the best one, by the primary metric of the first evaluation at the largest dimension, and whether
 * it is worth going on.
 */
final class Selection {

    /** A checkpoint that was kept. */
    private record Kept(long step, double score) {}

    private final TrainingJob job;
    private final RunFolder folder;
    private final TrainingListener listener;

    private Optional<Scores> before = Optional.empty();
    private Optional<Scores> best = Optional.empty();
    private long bestStep;
    private int withoutImprovement;
    private double improvedTo = Double.NEGATIVE_INFINITY;
    private final List<Kept> kept = new ArrayList<>();

    Selection(TrainingJob job, RunFolder folder, TrainingListener listener) {
        this.job = job;
        this.folder = folder;
        this.listener = listener;
    }

    Optional<Scores> before() {
        return before;
    }

    Optional<Scores> best() {
        return best;
    }

    long bestStep() {
        return bestStep;
    }

    /** Whether the patience for better scores is at its end. */
    boolean isOverdue() {
        return withoutImprovement >= job.settings().selection().patience().orElse(Integer.MAX_VALUE);
    }

    /** Evaluates the model at its start, which is no candidate. */
    void evaluateStart(EmbeddingModel model) {
        before = evaluate(model, 0, "");
    }

    /** Evaluates the model as a candidate for the best one. */
    void evaluateCandidate(EmbeddingModel model, long step) {
        evaluate(model, step, stepFolder(step)).ifPresent(scores -> {
            keep(model, step, scores.primary());
            if (scores.primary() > improvedTo + job.settings().selection().minImprovement()) {
                improvedTo = scores.primary();
                withoutImprovement = 0;
            } else {
                withoutImprovement++;
            }
        });
    }

    /** Evaluates the average of the last snapshots as one more candidate. */
    void evaluateAverage(EmbeddingModel model, long step) {
        evaluate(model, step, RunFolder.AVERAGED);
    }

    /**
     * Runs all evaluations and returns the scores of the first, by which the model becomes the best one if it is.
     *
     * @param candidate what the weights are called; empty if they are not to be chosen
     */
    private Optional<Scores> evaluate(EmbeddingModel model, long step, String candidate) {
        Optional<Scores> deciding = Optional.empty();
        for (Evaluation evaluation : job.evaluations()) {
            Scores scores = evaluation.run(model, listener.evaluationProgress());
            boolean better = !candidate.isEmpty()
                    && deciding.isEmpty()
                    && (best.isEmpty() || scores.primary() > best.get().primary());
            if (better) {
                best = Optional.of(scores);
                bestStep = step;
                folder.save(RunFolder.BEST, model);
            }
            String name = candidate.equals(RunFolder.AVERAGED)
                    ? evaluation.name() + " (" + RunFolder.AVERAGED + ")"
                    : evaluation.name();
            folder.log(name, step, scores, better);
            listener.onEvaluation(name, step, scores, better);
            deciding = deciding.or(() -> Optional.of(scores));
        }
        return deciding;
    }

    /** Keeps the checkpoint if it is among the best few, and drops the one that no longer is. */
    private void keep(EmbeddingModel model, long step, double score) {
        int wanted = job.settings().selection().keepBest();
        if (wanted < 2) {
            return;
        }
        kept.add(new Kept(step, score));
        // Of equal scores the earlier one is the better one, as with best/.
        kept.sort(Comparator.comparingDouble((Kept one) -> -one.score()).thenComparingLong(Kept::step));
        boolean stays = kept.indexOf(new Kept(step, score)) < wanted;
        if (stays) {
            folder.save(stepFolder(step), model);
        }
        while (kept.size() > wanted) {
            folder.delete(stepFolder(kept.remove(kept.size() - 1).step()));
        }
    }

    private static String stepFolder(long step) {
        return String.format(Locale.ROOT, "step-%06d", step);
    }

    JsonObject toJson() {
        JsonObject state = new JsonObject();
        before.ifPresent(scores -> state.add("before", ScoresJson.write(scores)));
        best.ifPresent(scores -> state.add("best", ScoresJson.write(scores)));
        state.addProperty("best_step", bestStep);
        state.addProperty("without_improvement", withoutImprovement);
        if (improvedTo > Double.NEGATIVE_INFINITY) {
            state.addProperty("improved_to", improvedTo);
        }
        JsonArray list = new JsonArray();
        for (Kept one : kept) {
            JsonObject object = new JsonObject();
            object.addProperty("step", one.step());
            object.addProperty("score", one.score());
            list.add(object);
        }
        state.add("kept", list);
        return state;
    }

    void restore(JsonObject state) {
        before = scores(state, "before");
        best = scores(state, "best");
        bestStep = state.get("best_step").getAsLong();
        withoutImprovement = state.get("without_improvement").getAsInt();
        improvedTo = state.has("improved_to") ? state.get("improved_to").getAsDouble() : Double.NEGATIVE_INFINITY;
        kept.clear();
        for (JsonElement element : state.getAsJsonArray("kept")) {
            JsonObject object = element.getAsJsonObject();
            kept.add(
                    new Kept(object.get("step").getAsLong(), object.get("score").getAsDouble()));
        }
    }

    private static Optional<Scores> scores(JsonObject state, String key) {
        return Optional.ofNullable(state.getAsJsonObject(key)).map(ScoresJson::read);
    }
}
