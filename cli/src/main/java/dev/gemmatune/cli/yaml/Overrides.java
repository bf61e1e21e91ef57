package dev.gemmatune.cli.yaml;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sets single values in a tree: {@code training.epochs=5}, {@code data.evaluation.0.split=test}. The value is YAML; an
 * empty one goes back to the default. A section that is missing is made, and a plain value that gets a key becomes a
 * section of that {@code type}, so that {@code objective.loss.scale=30} works with {@code loss:
 * multiple_negatives_ranking}.
 */
public final class Overrides {

    private Overrides() {}

    /**
     * Applies assignments in order; those that cannot be are added to {@code problems}.
     *
     * @param root changed in place
     * @param assignments {@code key=value} each
     */
    public static void apply(YamlNode.Mapping root, List<String> assignments, Problems problems) {
        for (String assignment : assignments) {
            Place place = new Place("--set " + assignment, 0);
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                problems.add(place, "section.key=value is expected");
                continue;
            }
            // "[0]" and ".0" are the same.
            String path = assignment.substring(0, equals).strip().replaceAll("\\[(\\d+)]", ".$1");
            String text = assignment.substring(equals + 1);
            YamlReader.readValue(text, place.source(), problems)
                    .or(() -> text.isBlank() ? Optional.of(new YamlNode.Scalar(place, "", false)) : Optional.empty())
                    .ifPresent(value -> set(root, List.of(path.split("\\.", -1)), value, place, problems));
        }
    }

    private static void set(YamlNode node, List<String> path, YamlNode value, Place place, Problems problems) {
        String key = path.get(0);
        List<String> rest = path.subList(1, path.size());
        if (node instanceof YamlNode.Mapping mapping) {
            YamlNode.Entry old = mapping.entries().get(key);
            YamlNode next = rest.isEmpty() ? value : section(old == null ? null : old.value(), place);
            Place keyPlace = rest.isEmpty() || old == null ? place : old.place();
            mapping.entries().put(key, new YamlNode.Entry(keyPlace, next));
            if (!rest.isEmpty()) {
                set(next, rest, value, place, problems);
            }
            return;
        }
        YamlNode.Sequence sequence = (YamlNode.Sequence) node;
        int index = key.matches("\\d{1,6}") ? Integer.parseInt(key) : -1;
        if (index < 0 || index >= sequence.elements().size()) {
            problems.add(
                    place,
                    "\"" + key + "\" must be the position of an element, from 0 to "
                            + (sequence.elements().size() - 1) + ", because a list stands there");
            return;
        }
        YamlNode next = rest.isEmpty() ? value : section(sequence.elements().get(index), place);
        sequence.elements().set(index, next);
        if (!rest.isEmpty()) {
            set(next, rest, value, place, problems);
        }
    }

    private static YamlNode section(YamlNode existing, Place place) {
        if (existing == null || existing.isNothing()) {
            return new YamlNode.Mapping(place, Map.of());
        }
        if (existing instanceof YamlNode.Scalar scalar) {
            return new YamlNode.Mapping(
                    scalar.place(), Map.of(YamlBinder.TYPE, new YamlNode.Entry(scalar.place(), scalar)));
        }
        return existing;
    }
}
