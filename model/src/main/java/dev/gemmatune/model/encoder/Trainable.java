package dev.gemmatune.model.encoder;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.adapter.Lora;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.WeightPattern;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which weights a training changes; the others stay mapped, as for inference, and get no gradient, and nothing is
 * differentiated below the lowest trained layer.
 *
 * @param frozen {@linkplain WeightPattern patterns} of weights that stay as they are
 * @param lora low-rank updates are trained instead of the weights, all of which then stay as they are
 * @param activeVocabulary whether only the embedding rows of tokens that occur in the training data are copied, and get
 *     gradients and moments. The other rows would change by weight decay alone, which is kept as one factor: the results
 *     are those of training the whole table
 */
public record Trainable(List<String> frozen, Optional<Lora> lora, boolean activeVocabulary) {

    /** Every weight, each with its own gradient. */
    public static final Trainable ALL = new Trainable(List.of(), Optional.empty(), false);
    /** Every weight, and of the token embedding the rows that occur. */
    public static final Trainable ACTIVE = new Trainable(List.of(), Optional.empty(), true);

    /** Copies the patterns. */
    public Trainable {
        frozen = List.copyOf(frozen);
        if (lora.isPresent() && !frozen.isEmpty()) {
            throw new IllegalArgumentException(
                    "frozen must be empty with lora, which leaves every weight as it is, got " + frozen);
        }
    }

    /**
     * The names of the weights that are trained, in the checkpoint's order; none with LoRA.
     *
     * @throws UserError if a pattern matches nothing or nothing is left to train
     */
    public Set<String> weights(Checkpoint checkpoint) {
        Set<String> trained = new LinkedHashSet<>(checkpoint.shapes().keySet());
        for (String pattern : frozen) {
            Set<String> matches = matches(new WeightPattern(pattern), checkpoint);
            if (matches.isEmpty()) {
                throw new UserError("the pattern \"" + pattern + "\" matches no weight of " + checkpoint.folder()
                        + "; give \"embeddings\", \"first N layers\" or a name with * and ?. The names are:\n  "
                        + describe(checkpoint));
            }
            trained.removeAll(matches);
        }
        if (trained.isEmpty()) {
            throw new UserError("the patterns " + frozen + " leave no weight to train; freeze fewer");
        }
        return lora.isPresent() ? Set.of() : trained;
    }

    private static Set<String> matches(WeightPattern pattern, Checkpoint checkpoint) {
        if (pattern.firstLayers().orElse(0) > checkpoint.config().layers()) {
            return Set.of();
        }
        return checkpoint.shapes().keySet().stream().filter(pattern::matches).collect(Collectors.toSet());
    }

    /** The names, one line for all layers, with their shapes. */
    private static String describe(Checkpoint checkpoint) {
        int last = checkpoint.config().layers() - 1;
        Set<String> lines = new LinkedHashSet<>();
        checkpoint
                .shapes()
                .forEach((name, shape) ->
                        lines.add(name.replaceFirst("^layers\\.\\d+\\.", "layers.{0 to " + last + "}.") + " " + shape));
        return String.join("\n  ", lines);
    }
}
