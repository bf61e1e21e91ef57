package dev.gemmatune.cli.reference;

import com.google.gson.JsonObject;
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
     * The keys whose path has {@code part}.
     *
     * @throws UserError if there is none
     */
    public static List<Reference.Key> find(String part) {
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
        return found;
    }

    /** A key for people. */
    public static String paragraph(Reference.Key key) {
        List<String> lines = new ArrayList<>();
        lines.add(key.path());
        lines.add(KeyTexts.meaning(key.doc()));
        lines.add(String.join("; ", KeyTexts.facts(key)).replace("`", "") + ".");
        KeyTexts.change(key.isRequired() ? "Set it" : "Change it", key.doc()).ifPresent(lines::add);
        return String.join("\n  ", lines);
    }

    /** A key for programs. */
    public static JsonObject json(Reference.Key key) {
        JsonObject object = new JsonObject();
        object.addProperty("key", key.path());
        object.addProperty("type", key.type());
        object.addProperty("required", key.isRequired());
        if (!key.isRequired()) {
            object.addProperty("default", key.standard());
        }
        key.doc().ifPresent(doc -> {
            object.addProperty("meaning", doc.value());
            add(object, "unit", doc.unit());
            add(object, "allowed", doc.allowed());
            add(object, "change", doc.change());
        });
        return object;
    }

    private static void add(JsonObject object, String name, String text) {
        if (!text.isEmpty()) {
            object.addProperty(name, text);
        }
    }
}
