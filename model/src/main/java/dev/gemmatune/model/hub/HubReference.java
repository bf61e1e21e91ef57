package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a text names on the hub: {@code google/embeddinggemma-300m@main},
 * {@code hf://datasets/organization/name@revision/folder/file.jsonl}.
 *
 * @param repository which
 * @param revision a branch, a tag or a commit
 * @param path of a file or folder in it, with {@code /} between the names; empty for all
 */
public record HubReference(HubRepository repository, String revision, String path) {

    /** How an address begins. */
    public static final String PROTOCOL = "hf://";

    /** The branch of a repository unless another is named. */
    public static final String MAIN = "main";

    private static final String DATASETS = "datasets/";
    private static final String MODELS = "models/";
    private static final Pattern ADDRESS =
            Pattern.compile("([^/@]+/[^/@]+)(?:@(refs/(?:pr|convert)/[^/]+|[^/]+))?(?:/(.*))?");

    /** Checks the revision, which becomes a file's name. */
    public HubReference {
        SafeNames.checkRevision(revision);
    }

    /**
     * Reads an address that begins with {@value #PROTOCOL}; a slash in a revision is written {@code %2F}.
     *
     * @throws UserError if it is none
     */
    public static HubReference ofAddress(String text) {
        String rest = text.startsWith(PROTOCOL) ? text.substring(PROTOCOL.length()) : "";
        boolean dataset = rest.startsWith(DATASETS);
        String address = dataset
                ? rest.substring(DATASETS.length())
                : rest.startsWith(MODELS) ? rest.substring(MODELS.length()) : rest;
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches()) {
            throw new UserError("\"" + text + "\" is no address on the Hugging Face hub; one looks like"
                    + " hf://datasets/organization/name/file.jsonl, with @revision behind the name if it is not main");
        }
        HubRepository.Kind kind = dataset ? HubRepository.Kind.DATASET : HubRepository.Kind.MODEL;
        String revision = matcher.group(2) == null ? MAIN : matcher.group(2).replaceAll("(?i)%2F", "/");
        String path = matcher.group(3) == null ? "" : matcher.group(3).replaceAll("/+$", "");
        return new HubReference(new HubRepository(kind, matcher.group(1)), revision, path);
    }

    /** A model's id, with {@code @revision} if need be; empty if the text has not the form of one. */
    public static Optional<HubReference> ofModel(String text) {
        String[] parts = text.split("@", 2);
        if (!parts[0].contains("/") || !HubRepository.isId(parts[0]) || (parts.length == 2 && parts[1].isBlank())) {
            return Optional.empty();
        }
        return Optional.of(new HubReference(HubRepository.model(parts[0]), parts.length == 2 ? parts[1] : MAIN, ""));
    }

    /** The same with another path. */
    public HubReference at(String other) {
        return new HubReference(repository, revision, other);
    }

    /** Whether it names all that loading a model takes. */
    public boolean isWholeModel() {
        return repository.kind() == HubRepository.Kind.MODEL && path.isEmpty();
    }

    /** Which files it names: those of the path, else the ones that its kind needs. */
    public FileSelection selection() {
        return path.isEmpty() ? FileSelection.of(repository.kind()) : FileSelection.under(path);
    }
}
