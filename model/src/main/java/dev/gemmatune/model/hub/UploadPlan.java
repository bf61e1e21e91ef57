package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a push would send.
 *
 * @param repository where to
 * @param files all of them, by name
 */
public record UploadPlan(HubRepository repository, List<Item> files) {

    private static final String CONFIG = "config.json";
    private static final String MODULES = "modules.json";

    /**
     * A file to send.
     *
     * @param name in the repository, with {@code /} between its parts
     * @param file on this machine
     * @param size in bytes
     */
    public record Item(String name, Path file, long size) {}

    /** Copies the list. */
    public UploadPlan {
        files = List.copyOf(files);
    }

    /** A plan to send what a checkpoint consists of. */
    public static UploadPlan of(Path folder, String id) {
        return of(folder, id, List.of());
    }

    /**
     * A plan to send a checkpoint: what it consists of, and what is included by name. Other hidden files, and those that are
     * half written, are passed over.
     *
     * @param include names or patterns ({@code *}, {@code ?}) of files that no checkpoint has and that are sent all the same
     * @throws UserError if it is no checkpoint, has other files, a link leaves the folder, or a file is too large
     */
    public static UploadPlan of(Path folder, String id, List<String> include) {
        HubRepository repository = HubRepository.model(id);
        if (!id.contains("/")) {
            throw new UserError("push needs an id with its owner: YOUR_NAME/" + id);
        }
        if (!Files.isRegularFile(folder.resolve(CONFIG)) || !Files.isRegularFile(folder.resolve(MODULES))) {
            Path best = folder.resolve("best");
            throw new UserError(
                    Files.isRegularFile(best.resolve(CONFIG))
                            ? folder + " is a run; push one of its checkpoints: " + best
                            : folder + " is no checkpoint: it has not both " + CONFIG + " and " + MODULES);
        }
        return new UploadPlan(repository, UploadFiles.of(folder, include));
    }

    /** Of all files. */
    public long bytes() {
        return files.stream().mapToLong(Item::size).sum();
    }

    /** Whether the model card, which says what the model is and under which licence, is among them. */
    public boolean hasCard() {
        return files.stream().anyMatch(item -> item.name().equals("README.md"));
    }
}
