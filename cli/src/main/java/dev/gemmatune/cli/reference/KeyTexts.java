package dev.gemmatune.cli.reference;

import dev.gemmatune.cli.config.Config;
import dev.gemmatune.cli.config.ConfigLoader;
import dev.gemmatune.cli.config.InitConfig;
import dev.gemmatune.cli.tasks.TaskFile;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.cli.yaml.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said of a key or section, in sentences. */
final class KeyTexts {

    /**
     * A file that has keys.
     *
     * @param title of its part of the page
     * @param intro what it is
     * @param root its record
     */
    record KeyFile(String title, String intro, Class<? extends Record> root) {
        List<Reference.Section> sections() {
            return ConfigLoader.keys(root);
        }
    }

    /** All files with keys. */
    static final List<KeyFile> FILES = List.of(
            new KeyFile(
                    "A training",
                    "The file that `train --config` and `validate --config` take. `eval --expected` takes its section"
                            + " `expected` alone.",
                    Config.class),
            new KeyFile(
                    "A task folder",
                    "`task.yaml` in a folder that `eval --data` takes; [evaluation.md](evaluation.md) says what each type"
                            + " wants.",
                    TaskFile.class),
            new KeyFile(
                    "A fresh checkpoint",
                    "The file that `init --config` takes: EmbeddingGemma's structure in a size of your own.",
                    InitConfig.class));

    private KeyTexts() {}

    /** Type, unit, default and allowed values, each {@code name: value}. */
    static List<String> facts(Reference.Key key) {
        List<String> facts = new ArrayList<>();
        facts.add("Type: " + key.type());
        text(key.doc().map(Doc::unit)).ifPresent(unit -> facts.add("unit: " + unit));
        facts.add(key.isRequired() ? "required" : "default: " + code(key.standard()));
        text(key.doc().map(Doc::allowed)).ifPresent(allowed -> facts.add("allowed: " + allowed));
        return facts;
    }

    private static String code(String standard) {
        return standard.equals("absent") ? standard : "`" + standard + "`";
    }

    static String meaning(Optional<Doc> doc) {
        return sentence(doc.map(Doc::value).orElse("?"));
    }

    /** When it is to be changed, or for what a choice is. */
    static Optional<String> change(String verb, Optional<Doc> doc) {
        return text(doc.map(Doc::change)).map(reason -> verb + " " + reason + ".");
    }

    private static Optional<String> text(Optional<String> text) {
        return text.filter(each -> !each.isEmpty());
    }

    private static String sentence(String text) {
        if (text.matches("[^ ]+: .*")) {
            return text + "."; // begins with a name of the config
        }
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }
}
