package dev.gemmatune.cli.tasks;

import dev.gemmatune.cli.hub.HubFiles;
import dev.gemmatune.cli.yaml.Names;
import dev.gemmatune.cli.yaml.Problems;
import dev.gemmatune.cli.yaml.YamlReader;
import dev.gemmatune.datasets.lines.Strictness;
import dev.gemmatune.datasets.tasks.Task;
import dev.gemmatune.datasets.tasks.TaskReader;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.hub.HubReference;
import dev.gemmatune.model.hub.HubSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tasks whose descriptions come with gemmatune and whose data lies in the Hugging Face cache.
 *
 * @param tasks the descriptions
 */
public record ReadyTasks(List<TaskFile> tasks) {

    private static final String RESOURCE = "ready-tasks.yaml";

    /** Copies the list. */
    public ReadyTasks {
        tasks = List.copyOf(tasks);
    }

    /** Those that come with gemmatune. */
    public static ReadyTasks load() {
        try (InputStream stream = ReadyTasks.class.getResourceAsStream(RESOURCE)) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            Problems problems = new Problems(RESOURCE);
            return TaskFolders.bound(YamlReader.readSection(text, RESOURCE, problems), ReadyTasks.class, problems);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names, in the order of the file. */
    public List<String> names() {
        return tasks.stream().map(TaskFile::name).toList();
    }

    /**
     * Reads a task's data from the cache; what the cache has not is downloaded.
     *
     * @param name one of {@link #names}
     * @param files of the hub
     * @throws UserError if there is no such task, or if its data cannot be had; without a network the message has the
     *     command that downloads it
     */
    public Task read(String name, HubFiles files, Strictness strictness) {
        TaskFile task = tasks.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError("there is no task " + name + suggestion(name)
                        + " A task of your own is a folder with " + TaskFolders.DESCRIPTION));
        String hub = task.hub().orElseThrow(() -> new IllegalStateException(name + " must have a hub"));
        return TaskReader.read(snapshot(task, hub, files), task.description(), strictness);
    }

    /** Misspellings are found without regard to capitals. */
    private String suggestion(String found) {
        Map<String, String> names = new LinkedHashMap<>();
        names().forEach(name -> names.put(Names.snakeCase(name), name));
        return Names.nearest(found, names.keySet())
                .map(near -> "; did you mean " + names.get(near) + "?")
                .orElseGet(() -> "; known are " + String.join(", ", names()) + ".");
    }

    private static Path snapshot(TaskFile task, String hub, HubFiles files) {
        HubSettings settings = files.settings().get();
        Path folder = settings.cache().resolve("datasets--" + hub.replace("/", "--"));
        String revision = task.revision().orElseGet(() -> main(folder));
        Path snapshot = folder.resolve("snapshots").resolve(revision);
        if (Files.isDirectory(snapshot)) {
            return snapshot;
        }
        String address = "hf://datasets/" + hub
                + task.revision().map(known -> "@" + known).orElse("");
        if (settings.offline()) {
            throw new UserError("the data of " + task.name() + " is not in the Hugging Face cache: there is no folder "
                    + snapshot + "; with a network, download it with\n  gemmatune pull " + address
                    + "\nor set HF_HOME (or HF_HUB_CACHE) to the cache that has it");
        }
        return files.get(HubReference.ofAddress(address));
    }

    private static String main(Path folder) {
        Path main = folder.resolve("refs").resolve("main");
        try {
            return Files.exists(main) ? Files.readString(main).strip() : "main";
        } catch (IOException e) {
            throw new UserError("cannot read " + main + ": " + e.getMessage(), e);
        }
    }
}
