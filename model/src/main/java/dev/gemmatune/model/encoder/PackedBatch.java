package dev.gemmatune.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tokens of some texts in one row without padding, longest texts first, so that texts of equal length lie side by
 * side and attention takes them together.
 *
 * <p>Shapes: {@code T} tokens, {@code N} texts, {@code G} runs of equal length.
 */
public final class PackedBatch {

    /** {@code [T]} token ids. */
    private final long[] ids;
    /** {@code [T]} place of a token in its text. */
    private final long[] positions;
    /** {@code [T]} index of a token's text in the caller's order. */
    private final long[] segments;
    /** {@code [N]} tokens of each text in the caller's order. */
    private final long[] lengths;
    /** {@code [2 G]} count and length of each run. */
    private final long[] groups;

    private PackedBatch(long[] ids, long[] positions, long[] segments, long[] lengths, long[] groups) {
        this.ids = ids;
        this.positions = positions;
        this.segments = segments;
        this.lengths = lengths;
        this.groups = groups;
    }

    /** Packs texts given by their token ids; none may be empty. */
    public static PackedBatch of(List<int[]> texts) {
        int tokens = texts.stream().mapToInt(text -> text.length).sum();
        long[] ids = new long[tokens];
        long[] positions = new long[tokens];
        long[] segments = new long[tokens];
        long[] lengths = texts.stream().mapToLong(text -> text.length).toArray();
        int token = 0;
        for (int index : longestFirst(texts)) {
            int[] text = texts.get(index);
            if (text.length == 0) {
                throw new IllegalArgumentException("a text must have at least one token, got none in text " + index);
            }
            for (int position = 0; position < text.length; position++) {
                ids[token] = text[position];
                positions[token] = position;
                segments[token] = index;
                token++;
            }
        }
        return new PackedBatch(ids, positions, segments, lengths, groups(texts));
    }

    /**
     * Distributes texts over packs of at most {@code budget} tokens each, a longer text alone, texts of similar length
     * together.
     *
     * @return indices of the texts of each pack
     */
    public static List<List<Integer>> plan(List<int[]> texts, int budget) {
        List<List<Integer>> packs = new ArrayList<>();
        List<Integer> pack = new ArrayList<>();
        int tokens = 0;
        for (int index : longestFirst(texts)) {
            int length = texts.get(index).length;
            if (!pack.isEmpty() && tokens + length > budget) {
                packs.add(pack);
                pack = new ArrayList<>();
                tokens = 0;
            }
            pack.add(index);
            tokens += length;
        }
        if (!pack.isEmpty()) {
            packs.add(pack);
        }
        return packs;
    }

    /** The number of tokens. */
    public int tokens() {
        return ids.length;
    }

    /** The number of texts. */
    public int texts() {
        return lengths.length;
    }

    /** {@code [T]} token ids. */
    long[] ids() {
        return ids;
    }

    /** The arrays but the ids, by the names of the script's arguments, attached to {@code manager}. */
    NDList toInputs(NDManager manager) {
        return new NDList(
                named("positions", positions, manager),
                named("segments", segments, manager),
                named("counts", lengths, manager),
                named("groups", groups, manager));
    }

    private static NDArray named(String name, long[] values, NDManager manager) {
        NDArray array = manager.create(values);
        array.setName(name);
        return array;
    }

    private static int[] longestFirst(List<int[]> texts) {
        return IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer index) -> -texts.get(index).length))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static long[] groups(List<int[]> texts) {
        List<Long> groups = new ArrayList<>();
        long count = 0;
        long length = -1;
        for (int index : longestFirst(texts)) {
            if (texts.get(index).length != length) {
                if (count > 0) {
                    groups.add(count);
                    groups.add(length);
                }
                count = 0;
                length = texts.get(index).length;
            }
            count++;
        }
        if (count > 0) {
            groups.add(count);
            groups.add(length);
        }
        return groups.stream().mapToLong(Long::longValue).toArray();
    }
}
