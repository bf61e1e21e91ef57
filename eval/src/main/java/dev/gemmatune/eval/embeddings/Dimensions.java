package dev.gemmatune.eval.embeddings;

import dev.gemmatune.model.UserError;
import java.util.LinkedHashSet;
import java.util.List;

/** Matryoshka dimensions: the first numbers of an embedding are an embedding as well. */
public final class Dimensions {

    private Dimensions() {}

    /**
     * The dimensions to evaluate.
     *
     * @param wanted what was asked for; none means the full dimension
     * @param full the dimension of the model
     * @return the same, each once, in the same order
     * @throws UserError if one of them is not in 1..{@code full}
     */
    public static List<Integer> checked(List<Integer> wanted, int full) {
        for (int dimension : wanted) {
            if (dimension < 1 || dimension > full) {
                throw new UserError("dimension " + dimension + " cannot be evaluated: this model's embeddings have "
                        + full + " dimensions, so choose from 1 to " + full);
            }
        }
        return wanted.isEmpty() ? List.of(full) : List.copyOf(new LinkedHashSet<>(wanted));
    }
}
