package dev.gemmatune.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where the embeddings of a pack's tokens come from: {@code ids} into the array that the script has, and for tokens that
 * it has not, their {@code places} in the pack and their rows {@code outside}.
 */
final class TokenLookup {

    /** The script's sign that every token is in its array. */
    private static final long[] NOWHERE = {-1};

    private TokenLookup() {}

    /** The inputs for a pack; with a table of active rows, tokens outside it are an error in training. */
    static NDList inputs(long[] ids, Optional<TokenTable> table, boolean training, NDManager step) {
        if (table.isEmpty()) {
            return inputs(step.create(ids), step.create(NOWHERE), step.zeros(new Shape(1, 1)));
        }
        int[] outside = Arrays.stream(ids)
                .mapToInt(Math::toIntExact)
                .filter(id -> table.get().rowOf(id) < 0)
                .toArray();
        if (training && outside.length > 0 && !table.get().isFrozen()) {
            throw new IllegalArgumentException("every token of a training text must be active, got " + outside[0]);
        }
        long[] rows = new long[ids.length];
        long[] places = new long[outside.length];
        int found = 0;
        for (int place = 0; place < ids.length; place++) {
            int row = table.get().rowOf((int) ids[place]);
            if (row < 0) {
                places[found++] = place;
            }
            rows[place] = Math.max(0, row);
        }
        if (outside.length == 0) {
            return inputs(step.create(rows), step.create(NOWHERE), step.zeros(new Shape(1, 1)));
        }
        float[] values = table.get().outsideRows(outside);
        return inputs(
                step.create(rows),
                step.create(places),
                step.create(values, new Shape(outside.length, table.get().columns())));
    }

    private static NDList inputs(NDArray ids, NDArray places, NDArray outside) {
        ids.setName("ids");
        places.setName("places");
        outside.setName("outside");
        return new NDList(ids, places, outside);
    }
}
