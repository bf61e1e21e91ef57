package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;
import java.util.regex.Pattern;

/**
 * A repository of the hub.
 *
 * @param kind of what it holds
 * @param id {@code organization/name}, or {@code name} of a few old ones
 */
public record HubRepository(Kind kind, String id) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][\\w.-]{0,95}(/[A-Za-z0-9][\\w.-]{0,95})?");

    /** What a repository holds. */
    public enum Kind {
        /** A checkpoint. */
        MODEL("models", ""),
        /** Rows to train on or to measure with. */
        DATASET("datasets", "datasets/");

        private final String plural;
        private final String pagePrefix;

        Kind(String plural, String pagePrefix) {
            this.plural = plural;
            this.pagePrefix = pagePrefix;
        }

        /** In the interface's addresses and in the cache's folders: {@code models}. */
        String plural() {
            return plural;
        }
    }

    /**
     * Checks the id.
     *
     * @throws UserError if it cannot be one
     */
    public HubRepository {
        if (!isId(id)) {
            throw new UserError("\"" + id + "\" is no id of the Hugging Face hub; one looks like"
                    + " google/embeddinggemma-300m: letters, digits, ., - and _");
        }
    }

    /** A repository with a checkpoint. */
    public static HubRepository model(String id) {
        return new HubRepository(Kind.MODEL, id);
    }

    /** A repository with a data set. */
    public static HubRepository dataset(String id) {
        return new HubRepository(Kind.DATASET, id);
    }

    /** Whether a text has the form of an id. The two hyphens would be ambiguous in the cache. */
    static boolean isId(String text) {
        return ID.matcher(text).matches() && !text.contains("..") && !text.contains("--") && !text.endsWith(".git");
    }

    /** Its folder in the cache: {@code models--google--embeddinggemma-300m}. */
    String folderName() {
        return kind.plural() + "--" + id.replace("/", "--");
    }

    /** In the interface's addresses: {@code models/google/embeddinggemma-300m}. */
    String apiPath() {
        return kind.plural() + "/" + id;
    }

    /** In the pages' addresses: {@code google/embeddinggemma-300m}. */
    String pagePath() {
        return kind.pagePrefix + id;
    }

    @Override
    public String toString() {
        return (kind == Kind.MODEL ? "model " : "data set ") + id;
    }
}
