package dev.gemmatune.model.checkpoint;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the card of a base model hands on to the cards of models made from it: the front matter of the Hugging Face hub.
 *
 * @param baseModel the base model's id on the hub, if it came from there
 * @param license as the base model's card has it; gemma for Google's EmbeddingGemma; empty if nothing says it
 * @param languages as the base model's card has them
 */
public record CardFacts(Optional<String> baseModel, Optional<String> license, List<String> languages) {

    /** The licence of Google's first EmbeddingGemma. */
    public static final String GEMMA = "gemma";

    private static final String CARD = "README.md";
    private static final Pattern CACHED = Pattern.compile("models--([^/\\\\]+)--([^/\\\\]+)");
    private static final Pattern GEMMA_ID = Pattern.compile("google/embeddinggemma-300m.*");
    private static final Pattern LINE = Pattern.compile("(\\w+):\\s*(.*)");

    /** Copies. */
    public CardFacts {
        languages = List.copyOf(languages);
    }

    /** Reads the card of a checkpoint's folder; of a folder in the hub's cache the id as well. */
    public static CardFacts of(Path folder) {
        List<String> front = frontMatter(folder.resolve(CARD));
        Optional<String> id = id(folder.toAbsolutePath().normalize());
        Optional<String> own = values(front, "license").stream().findFirst();
        Optional<String> base = id.or(() -> values(front, "base_model").stream().findFirst());
        Optional<String> license = own.or(
                () -> base.filter(name -> GEMMA_ID.matcher(name).matches()).map(name -> GEMMA));
        return new CardFacts(base, license, values(front, "language"));
    }

    /**
     * The front matter of a model made from it.
     *
     * @param datasets ids on the hub of the data that it was trained on
     */
    public String frontMatter(List<String> datasets) {
        StringBuilder yaml = new StringBuilder("---\n");
        license.ifPresent(name -> yaml.append("license: ").append(name).append('\n'));
        baseModel.ifPresent(name -> yaml.append("base_model: ").append(name).append('\n'));
        list(yaml, "datasets", datasets);
        list(yaml, "language", languages);
        yaml.append("library_name: sentence-transformers\npipeline_tag: sentence-similarity\n");
        list(yaml, "tags", List.of("sentence-transformers", "feature-extraction", "gemma3_text", "gemmatune"));
        return yaml.append("---\n").toString();
    }

    /** A sentence on the licence: its name and what it asks, or that nothing says it. */
    public String licenseSentence() {
        if (license.isEmpty()) {
            return "The base model's card names no licence; find out which one holds before you pass this model on.";
        }
        return license.get().equals(GEMMA)
                ? "Licence: gemma. The Gemma Terms of Use (https://ai.google.dev/gemma/terms) travel with these weights:"
                        + " whoever gets them is bound by them and must be given them."
                : "Licence: " + license.get() + ", that of the base model.";
    }

    private static void list(StringBuilder yaml, String key, List<String> values) {
        if (!values.isEmpty()) {
            yaml.append(key).append(":\n");
            values.forEach(value -> yaml.append("- ").append(value).append('\n'));
        }
    }

    private static Optional<String> id(Path folder) {
        for (Path part : folder) {
            Matcher cached = CACHED.matcher(part.toString());
            if (cached.matches()) {
                return Optional.of(cached.group(1) + "/" + cached.group(2));
            }
        }
        return Optional.empty();
    }

    private static List<String> frontMatter(Path card) {
        try {
            List<String> lines = Files.isRegularFile(card) ? Files.readAllLines(card) : List.of();
            if (lines.isEmpty() || !lines.get(0).strip().equals("---")) {
                return List.of();
            }
            List<String> rest = lines.subList(1, lines.size());
            int end = rest.indexOf("---");
            return end < 0 ? List.of() : rest.subList(0, end);
        } catch (IOException e) {
            throw new UserError("cannot read " + card + ": " + e.getMessage(), e);
        }
    }

    /** A value behind the key, a list in brackets, or a list on the lines below. */
    private static List<String> values(List<String> front, String key) {
        List<String> values = new ArrayList<>();
        boolean below = false;
        for (String line : front) {
            Matcher entry = LINE.matcher(line);
            if (entry.matches()) {
                below = entry.group(1).equals(key);
                if (below) {
                    for (String value :
                            entry.group(2).replaceAll("[\\[\\]]", "").split(",", -1)) {
                        add(values, value);
                    }
                }
            } else if (below && line.strip().startsWith("- ")) {
                add(values, line.strip().substring(2));
            }
        }
        return values;
    }

    private static void add(List<String> values, String text) {
        String value = text.strip().replaceAll("^[\"']|[\"']$", "");
        if (!value.isEmpty()) {
            values.add(value);
        }
    }
}
