package dev.gemmatune.model.checkpoint;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Chooses weights by their names.
 *
 * @param text a name of the checkpoint with {@code *} and {@code ?} as in file names ({@code layers.0.*}),
 *     {@code embeddings} for the token embedding, or {@code first N layers} for the lowest ones
 */
public record WeightPattern(String text) {

    private static final String EMBEDDINGS = "embeddings";
    private static final Pattern FIRST_LAYERS = Pattern.compile("first (\\d{1,4}) layers?");
    private static final Pattern LAYER = Pattern.compile("layers\\.(\\d+)\\..*");

    /** Takes white space off both ends. */
    public WeightPattern {
        text = text.strip();
    }

    /** Whether the pattern fits the whole name. */
    public boolean matches(String name) {
        OptionalInt first = firstLayers();
        if (first.isPresent()) {
            Matcher layer = LAYER.matcher(name);
            return layer.matches() && Integer.parseInt(layer.group(1)) < first.getAsInt();
        }
        return text.equals(EMBEDDINGS) ? name.equals(TensorNames.EMBEDDING) : name.matches(expression());
    }

    /** How many layers {@code first N layers} names; empty if the pattern is of another kind. */
    public OptionalInt firstLayers() {
        Matcher first = FIRST_LAYERS.matcher(text);
        return first.matches() ? OptionalInt.of(Integer.parseInt(first.group(1))) : OptionalInt.empty();
    }

    private String expression() {
        return text.chars()
                .mapToObj(character -> switch (character) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(character));
                })
                .collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return text;
    }
}
