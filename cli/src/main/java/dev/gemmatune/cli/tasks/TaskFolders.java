package dev.gemmatune.cli.tasks;

import dev.gemmatune.cli.yaml.Bound;
import dev.gemmatune.cli.yaml.Problems;
import dev.gemmatune.cli.yaml.YamlBinder;
import dev.gemmatune.cli.yaml.YamlNode;
import dev.gemmatune.cli.yaml.YamlReader;
import dev.gemmatune.datasets.lines.Strictness;
import dev.gemmatune.datasets.tasks.Task;
import dev.gemmatune.datasets.tasks.TaskReader;
import dev.gemmatune.model.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Folders that describe themselves in {@value #DESCRIPTION}. */
public final class TaskFolders {

    /** The description's file. */
    public static final String DESCRIPTION = "task.yaml";

    private TaskFolders() {}

    /** Whether a folder describes itself. */
    public static boolean isTask(Path folder) {
        return Files.isRegularFile(folder.resolve(DESCRIPTION));
    }

    /**
     * Reads the description and the data.
     *
     * @throws dev.gemmatune.model.UserError with everything that is wrong with the description, or with a file
     */
    public static Task read(Path folder) {
        return read(folder, Strictness.STRICT);
    }

    /** The same where rows may be left out. */
    public static Task read(Path folder, Strictness strictness) {
        Path file = folder.resolve(DESCRIPTION);
        Problems problems = new Problems(file.toString());
        YamlNode.Mapping root = YamlReader.readFile(file, problems);
        TaskFile task = bound(root, TaskFile.class, problems);
        try {
            return TaskReader.read(folder, task.description(), strictness);
        } catch (IllegalArgumentException e) {
            throw new UserError(file + ": " + e.getMessage(), e);
        }
    }

    /** Binds, or throws all problems. */
    static <T extends Record> T bound(YamlNode.Mapping root, Class<T> type, Problems problems) {
        Bound<T> bound = new YamlBinder(Map.of(), problems).bind(root, type);
        problems.throwIfAny();
        return bound.value().orElseThrow();
    }
}
