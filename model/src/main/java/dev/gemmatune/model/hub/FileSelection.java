package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which files of a repository are wanted.
 *
 * @param description for messages
 * @param wanted any of these must match the whole path
 */
public record FileSelection(String description, List<Pattern> wanted) {

    /**
     * What loading a checkpoint or an adapter takes: configuration, tokenizer and safetensors at the root and in the numbered folders
     * of sentence-transformers' modules, and the card with its licence. No ONNX, no pickled weights, no variants.
     */
    public static final FileSelection CHECKPOINT = new FileSelection(
            "checkpoint files",
            List.of(Pattern.compile("([0-9]+_\\w+/)?([^/.][^/]*\\.json|[^/.][^/]*\\.txt|tokenizer\\.model"
                    + "|(model(-[0-9]+-of-[0-9]+)?|adapter_model)\\.safetensors|README\\.md|LICEN[CS]E[^/]*)")));

    /** What holds rows, and the card with its licence. */
    public static final FileSelection ROWS = new FileSelection(
            "data files",
            List.of(
                    Pattern.compile(
                            "(?i)([^/.][^/]*/)*[^/.][^/]*\\.(jsonl|ndjson|json|csv|tsv|txt|parquet)(\\.(gz|zst))?|README\\.md|LICEN[CS]E[^/]*")));

    /** Every file. */
    static final FileSelection ALL = new FileSelection("files", List.of(Pattern.compile(".*")));

    /** Copies the patterns. */
    public FileSelection {
        wanted = List.copyOf(wanted);
    }

    /** What is wanted of a repository unless something else is asked for. */
    public static FileSelection of(HubRepository.Kind kind) {
        return kind == HubRepository.Kind.MODEL ? CHECKPOINT : ROWS;
    }

    /**
     * By patterns as Python's tools take them: {@code *} and {@code ?} match slashes too, {@code [ab]} is a choice, and
     * a folder's name that ends in a slash means all in it.
     *
     * @throws UserError if a pattern is broken
     */
    public static FileSelection matching(List<String> globs) {
        return new FileSelection(
                "files matching " + String.join(", ", globs),
                globs.stream().map(FileSelection::pattern).toList());
    }

    /** One file, or all in a folder. */
    static FileSelection under(String path) {
        return new FileSelection("files of " + path, List.of(Pattern.compile(Pattern.quote(path) + "(/.*)?")));
    }

    /** Whether a file is wanted. */
    public boolean wants(String path) {
        return wanted.stream().anyMatch(pattern -> pattern.matcher(path).matches());
    }

    private static Pattern pattern(String glob) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < glob.length()) {
            char character = glob.charAt(at);
            int close = character == '[' ? glob.indexOf(']', at + 2) : -1;
            if (close > 0) {
                String choice = glob.substring(at + 1, close);
                boolean not = choice.startsWith("!");
                regex.append(not ? "[^" : "[")
                        .append((not ? choice.substring(1) : choice).replaceAll("([\\\\\\[\\]^&])", "\\\\$1"))
                        .append(']');
                at = close + 1;
                continue;
            }
            regex.append(
                    switch (character) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(character));
                    });
            at++;
        }
        try {
            return Pattern.compile(glob.endsWith("/") ? regex + ".*" : regex.toString());
        } catch (PatternSyntaxException e) {
            throw new UserError("the pattern " + glob + " is broken; * matches anything, ? one character", e);
        }
    }
}
