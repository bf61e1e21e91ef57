package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a push would send.
 *
 * @param repository where to
 * @param files all of them, by name
 */
public record UploadPlan(HubRepository repository, List<Item> files) {

    private static final String CONFIG = "config.json";
    private static final String MODULES = "modules.json";
    private static final long LARGEST = 5_000_000_000L;

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

    /**
     * Plans to send a checkpoint: every file of its folder but hidden ones and those that are half written.
     *
     * @throws UserError if it is no checkpoint, or a file is too large
     */
    public static UploadPlan of(Path folder, String id) {
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
        try {
            List<Item> items = new ArrayList<>();
            collect(folder, "", items);
            return new UploadPlan(repository, items);
        } catch (IOException e) {
            throw new UserError("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Of all files. */
    public long bytes() {
        return files.stream().mapToLong(Item::size).sum();
    }

    /** Whether the model card, which says what the model is and under which licence, is among them. */
    public boolean hasCard() {
        return files.stream().anyMatch(item -> item.name().equals("README.md"));
    }

    private static void collect(Path folder, String prefix, List<Item> items) throws IOException {
        List<Path> entries;
        try (Stream<Path> listed = Files.list(folder)) {
            entries = listed.sorted().toList();
        }
        for (Path entry : entries) {
            String name = String.valueOf(entry.getFileName());
            if (name.startsWith(".") || name.endsWith(".part") || name.endsWith(".incomplete")) {
                continue;
            }
            if (Files.isDirectory(entry)) {
                collect(entry, prefix + name + "/", items);
            } else if (Files.isRegularFile(entry)) {
                items.add(item(prefix + name, entry));
            }
        }
    }

    private static Item item(String name, Path file) throws IOException {
        long size = Files.size(file);
        if (size > LARGEST) {
            throw new UserError(file + " has " + size + " bytes; push sends files up to 5 GB. Use huggingface_hub's"
                    + " upload for this one");
        }
        return new Item(name, file, size);
    }
}
