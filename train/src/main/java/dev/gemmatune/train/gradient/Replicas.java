package dev.gemmatune.train.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.gemmatune.model.encoder.GemmaEncoder;
import java.util.List;
import java.util.SortedMap;

/**
 * Copies of one encoder, each on a device of its own. The first one is the model: it is evaluated, updated and saved; the
 * others compute for it and are brought up to date after each update.
 *
 * @param encoders at least one, with the same trained parameters
 */
public record Replicas(List<GemmaEncoder> encoders) {

    /** Copies the list. */
    public Replicas {
        encoders = List.copyOf(encoders);
        if (encoders.isEmpty()) {
            throw new IllegalArgumentException("encoders must not be empty, got none");
        }
    }

    /** The model. */
    public GemmaEncoder first() {
        return encoders.get(0);
    }

    /** How many there are. */
    public int size() {
        return encoders.size();
    }

    /** The one that computes the pack of a number: they take turns. */
    GemmaEncoder of(int pack) {
        return encoders.get(pack % encoders.size());
    }

    /** Adds the gradients of the others to those of the first one; theirs are 0 afterwards. */
    void gather() {
        SortedMap<String, NDArray> targets = first().trained();
        for (GemmaEncoder other : encoders.subList(1, encoders.size())) {
            other.trained().forEach((name, weight) -> {
                try (NDManager step = first().newSubManager()) {
                    NDArray part = weight.getGradient();
                    part.attach(step);
                    NDArray sum = targets.get(name).getGradient();
                    sum.attach(step);
                    NDArray moved = part.toDevice(sum.getDevice(), false);
                    moved.attach(step);
                    sum.addi(moved);
                    part.subi(part);
                }
            });
        }
    }

    /** Gives the first one's weights to the others. */
    void spread() {
        SortedMap<String, NDArray> sources = first().trained();
        for (GemmaEncoder other : encoders.subList(1, encoders.size())) {
            other.trained().forEach((name, weight) -> other.assign(weight, sources.get(name)));
        }
    }
}
