package dev.gemmatune.cli.reference;

import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.cli.yaml.Reference;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The page of all keys: {@code docs/configuration.md}. */
public final class ReferencePage {

    private final StringBuilder text = new StringBuilder();

    private ReferencePage() {}

    /** The page as Markdown. */
    public static String markdown() {
        ReferencePage page = new ReferencePage();
        page.text.append("""
                <!-- Written by ./gemmatune keys --markdown from the records of the code; do not change it here. -->

                # Configuration

                Every key of every file that gemmatune reads, with its type, unit, default, allowed values and the reason to
                change it. `./gemmatune keys learning_rate` prints the same in a terminal.

                A config is YAML; the files under `configs/` are examples. What a file leaves out has its default. `--set
                section.key=value` overrides a value, `--set data.evaluation.0.split=test` one in a list, and an empty value goes
                back to the default. Where a list is expected, a single element will do. An unknown key is an error, and
                `./gemmatune validate --config FILE` finds all errors at once. Relative paths are looked for beside the config,
                in the present folder and in the project.

                """);
        KeyTexts.FILES.forEach(page::addContents);
        KeyTexts.FILES.forEach(page::add);
        return page.text.toString();
    }

    private void addContents(KeyTexts.KeyFile file) {
        String sections = file.sections().stream()
                .filter(section -> !section.path().isEmpty())
                .map(section -> link("`" + name(section) + "`"))
                .collect(Collectors.joining(", "));
        text.append("- ")
                .append(link(file.title()))
                .append(sections.isEmpty() ? "" : ": " + sections)
                .append('\n');
    }

    private static String link(String heading) {
        return "[" + heading + "](#" + anchor(heading) + ")";
    }

    /** As GitHub makes it of a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_ -]", "").replace(' ', '-');
    }

    private static String name(Reference.Section section) {
        return section.path() + section.choice().map(choice -> ": " + choice).orElse("");
    }

    private void add(KeyTexts.KeyFile file) {
        text.append("\n## ")
                .append(file.title())
                .append("\n\n")
                .append(file.intro())
                .append('\n');
        file.sections().forEach(this::add);
    }

    private void add(Reference.Section section) {
        if (!section.path().isEmpty()) {
            text.append("\n### `").append(name(section)).append("`\n\n");
            text.append(KeyTexts.meaning(
                            section.self().flatMap(Reference.Key::doc).or(section::doc)))
                    .append('\n');
            section.self().ifPresent(this::facts);
            section.choice()
                    .flatMap(choice -> KeyTexts.change("Take it", section.doc()))
                    .ifPresent(this::paragraph);
        }
        section.keys().forEach(key -> add(section.path().isEmpty() ? "###" : "####", key));
    }

    private void add(String level, Reference.Key key) {
        text.append('\n').append(level).append(" `").append(key.path()).append("`\n\n");
        text.append(KeyTexts.meaning(key.doc())).append('\n');
        facts(key);
    }

    private void facts(Reference.Key key) {
        paragraph(String.join("; ", KeyTexts.facts(key)) + ".");
        Optional<Doc> doc = key.doc();
        KeyTexts.change(key.isRequired() ? "Set it" : "Change it", doc).ifPresent(this::paragraph);
    }

    private void paragraph(String sentence) {
        text.append('\n').append(sentence).append('\n');
    }
}
