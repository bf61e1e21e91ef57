package dev.gemmatune.train.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.gemmatune.model.encoder.GemmaEncoder;
import dev.gemmatune.model.encoder.PackedBatch;
import java.util.List;
import java.util.SortedMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

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

    /**
     * Shares texts among the encoders, about as many tokens for each: packs of texts of about equal length are dealt out in
     * turn. With one encoder the texts stay as they are.
     *
     * @return the places of the texts of each encoder that has any, at most as many lists as there are encoders
     */
    List<List<Integer>> share(List<int[]> texts, int tokenBudget) {
        if (size() == 1) {
            return List.of(IntStream.range(0, texts.size()).boxed().toList());
        }
        List<List<Integer>> packs = PackedBatch.plan(texts, tokenBudget);
        return IntStream.range(0, Math.min(size(), packs.size()))
                .mapToObj(first -> IntStream.iterate(first, pack -> pack < packs.size(), pack -> pack + size())
                        .boxed()
                        .flatMap(pack -> packs.get(pack).stream())
                        .toList())
                .toList();
    }

    /** Does something with the first encoders, on a thread for each; an error of one ends the call. */
    <T> List<T> onEach(int count, IntFunction<T> work) {
        return count == 1
                ? List.of(work.apply(0))
                : IntStream.range(0, count).parallel().mapToObj(work).toList();
    }

    /** Adds the gradients of the others that took part to those of the first one; theirs are 0 afterwards. */
    void gather(int count) {
        SortedMap<String, NDArray> targets = first().trained();
        for (GemmaEncoder other : encoders.subList(1, count)) {
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
