package dev.gemmatune.datasets.tasks;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the files of a task's folder: a name stands for itself, or for a file with one of the known endings. */
final class TaskFiles {

    private static final List<String> ENDINGS =
            List.of("", ".jsonl", ".tsv", ".csv", ".jsonl.gz", ".tsv.gz", ".csv.gz");
    private static final int DEPTH = 3;

    private TaskFiles() {}

    /** The first file that is there. */
    static Optional<Path> find(Path folder, String name) {
        return ENDINGS.stream()
                .map(ending -> folder.resolve(name + ending))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** What to say of a file that is not there. */
    static UserError missing(String task, String role, Path folder, String name) {
        String parquet = hasParquet(folder)
                ? "; the folder holds Parquet files, which are not read yet: convert them, for example with python -c"
                        + " \"import pandas; pandas.read_parquet('IN.parquet').to_json('OUT.jsonl', orient='records',"
                        + " lines=True)\""
                : "";
        return new UserError("task " + task + ": there is no file " + folder.resolve(name) + ", nor with one of "
                + ENDINGS.subList(1, ENDINGS.size()) + " behind it (its \"" + role + "\"); correct files." + role
                + " in its description, or put the file there" + parquet);
    }

    private static boolean hasParquet(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder, DEPTH)) {
            return files.anyMatch(file -> file.toString().endsWith(".parquet"));
        } catch (IOException e) {
            return false;
        }
    }
}
