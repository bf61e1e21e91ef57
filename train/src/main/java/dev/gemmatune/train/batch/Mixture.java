package dev.gemmatune.train.batch;

import java.util.ArrayList;
import java.util.List;

/** Several sets, each with its own batches, in one sequence. Asked for one epoch after the other, from 0. */
public final class Mixture {

    /**
     * A set of rows.
     *
     * @param rows its rows
     * @param plan which of them form a batch
     * @param weight its share with {@link Sampling#BY_WEIGHT}
     */
    public record Part(List<TokenizedData.Row> rows, BatchPlan plan, double weight) {}

    private final List<Part> parts;
    private final Sampling sampling;
    private final List<Stream> streams;

    /** A mixture of sets. */
    public Mixture(List<Part> parts, Sampling sampling) {
        this.parts = List.copyOf(parts);
        this.sampling = sampling;
        this.streams = this.parts.stream().map(Stream::new).toList();
    }

    /** The batches of an epoch. */
    public List<Batch> epoch(int epoch) {
        return switch (sampling) {
            case BY_SIZE -> spread(onceEach(epoch));
            case ROUND_ROBIN -> takeTurns(onceEach(epoch));
            case BY_WEIGHT -> spread(weighted(epoch));
        };
    }

    /** For each set, the batches of one pass over it. */
    private List<List<Batch>> onceEach(int epoch) {
        List<List<Batch>> sets = new ArrayList<>();
        for (int set = 0; set < parts.size(); set++) {
            sets.add(pass(set, epoch));
        }
        return sets;
    }

    private List<Batch> pass(int set, int pass) {
        return parts.get(set).plan().epoch(parts.get(set).rows(), pass).stream()
                .map(rows -> new Batch(set, rows))
                .toList();
    }

    private List<List<Batch>> weighted(int epoch) {
        int total = onceEach(epoch).stream().mapToInt(List::size).sum();
        double weights = parts.stream().mapToDouble(Part::weight).sum();
        List<List<Batch>> sets = new ArrayList<>();
        double owed = 0;
        int given = 0;
        for (int set = 0; set < parts.size(); set++) {
            // Rounding the running sum instead of each share keeps the total exact.
            owed += total * parts.get(set).weight() / weights;
            int count = (int) Math.round(owed) - given;
            given += count;
            sets.add(streams.get(set).next(count, set));
        }
        return sets;
    }

    /** Batches without an end: pass after pass over a set. */
    private final class Stream {

        private List<Batch> current = List.of();
        private int position;
        private int passes;

        Stream(Part part) {
            if (part.rows().isEmpty()) {
                throw new IllegalArgumentException("rows must not be empty, got none");
            }
        }

        List<Batch> next(int count, int set) {
            List<Batch> taken = new ArrayList<>();
            while (taken.size() < count) {
                if (position == current.size()) {
                    current = pass(set, passes++);
                    position = 0;
                }
                taken.add(current.get(position++));
            }
            return taken;
        }
    }

    /** Next is always the set of whose batches the smallest share has been used; of equals, the first. */
    private static List<Batch> spread(List<List<Batch>> sets) {
        List<Batch> sequence = new ArrayList<>();
        int[] used = new int[sets.size()];
        int total = sets.stream().mapToInt(List::size).sum();
        while (sequence.size() < total) {
            int next = -1;
            for (int set = 0; set < used.length; set++) {
                boolean left = used[set] < sets.get(set).size();
                if (left && (next < 0 || share(used, sets, set) < share(used, sets, next))) {
                    next = set;
                }
            }
            sequence.add(sets.get(next).get(used[next]++));
        }
        return sequence;
    }

    private static double share(int[] used, List<List<Batch>> sets, int set) {
        return (used[set] + 0.5) / sets.get(set).size();
    }

    private static List<Batch> takeTurns(List<List<Batch>> sets) {
        List<Batch> sequence = new ArrayList<>();
        int longest = sets.stream().mapToInt(List::size).max().orElse(0);
        for (int turn = 0; turn < longest; turn++) {
            for (List<Batch> set : sets) {
                if (turn < set.size()) {
                    sequence.add(set.get(turn));
                }
            }
        }
        return sequence;
    }
}
