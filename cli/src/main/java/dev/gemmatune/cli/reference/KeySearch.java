package dev.gemmatune.cli.reference;

import dev.gemmatune.cli.yaml.Names;
import dev.gemmatune.cli.yaml.Reference;
import dev.gemmatune.model.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Keys by a part of their path, for a terminal. */
public final class KeySearch {

    private KeySearch() {}

    /**
     * A paragraph for each key whose path has {@code part}.
     *
     * @throws UserError if there is none
     */
    public static List<String> paragraphs(String part) {
        List<Reference.Key> all = KeyTexts.FILES.stream()
                .flatMap(file -> file.sections().stream())
                .flatMap(section -> Stream.concat(section.self().stream(), section.keys().stream()))
                .toList();
        List<Reference.Key> found =
                all.stream().filter(key -> key.path().contains(part)).toList();
        if (found.isEmpty()) {
            List<String> names = all.stream()
                    .map(key -> key.path().replaceFirst(".*[.: ]", ""))
                    .distinct()
                    .toList();
            throw new UserError("no config key contains \"" + part + "\""
                    + Names.nearest(part, names)
                            .map(name -> "; did you mean " + name + "?")
                            .orElse("; gemmatune keys shows all of them"));
        }
        return found.stream().map(KeySearch::paragraph).toList();
    }

    private static String paragraph(Reference.Key key) {
        List<String> lines = new ArrayList<>();
        lines.add(key.path());
        lines.add(KeyTexts.meaning(key.doc()));
        lines.add(String.join("; ", KeyTexts.facts(key)).replace("`", "") + ".");
        KeyTexts.change(key.isRequired() ? "Set it" : "Change it", key.doc()).ifPresent(lines::add);
        return String.join("\n  ", lines);
    }
}
