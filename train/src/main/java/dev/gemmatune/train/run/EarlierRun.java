package dev.gemmatune.train.run;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What lies in a folder where a run is to begin. A run begins in an empty place: its {@code best/} must not be an earlier
 * one's, nor its metrics go on where those of another training end. The library and the command line follow this one
 * rule.
 */
public final class EarlierRun {

    /** What a run leaves; {@code .old} is a checkpoint that stepped aside, {@code .part} what a kill left of a file. */
    private static final Pattern LEFT =
            Pattern.compile("(%s|best|last|averaged|step-\\d+|snapshots|mined-.*\\.jsonl|\\.lock)(\\.old)?|.+\\.part"
                    .formatted(Stream.of(
                                    RunFolder.CONFIG,
                                    RunFolder.PROVENANCE,
                                    RunFolder.METRICS,
                                    RunFolder.RESULTS,
                                    RunFolder.REPORT,
                                    EventFile.NAME,
                                    StateFolder.NAME)
                            .map(Pattern::quote)
                            .reduce((one, other) -> one + "|" + other)
                            .orElseThrow()));

    /** Every export has it, whatever its format is called. */
    private static final String OF_EXPORTS = "verification.json";

    private EarlierRun() {}

    /**
     * Lets a run begin in a folder: there is nothing in it, or it is cleared of an earlier run. Files that no run leaves
     * stay where they are, and hidden ones do not count.
     *
     * @param overwrite whether an earlier run may be cleared
     * @param inputs what the new run reads; it may not lie in what would be cleared
     * @param remedies what the user can do about an earlier run, in the caller's own terms
     * @throws UserError if the folder holds an earlier run and {@code overwrite} is false, or files and no run
     */
    public static void makeRoom(Path folder, boolean overwrite, Collection<Path> inputs, String remedies) {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new UserError("the run's folder " + folder + " is a file; choose another place");
        }
        List<Path> entries = entries(folder);
        if (entries.isEmpty()) {
            return;
        }
        if (!isRun(folder)) {
            throw new UserError(folder + " holds files and no run, such as " + name(entries.get(0))
                    + "; choose another folder, or empty this one yourself");
        }
        if (!overwrite) {
            throw new UserError(folder + " holds an earlier run; " + remedies);
        }
        List<Path> left = entries.stream().filter(EarlierRun::isLeft).toList();
        for (Path input : inputs) {
            left.stream().filter(entry -> real(input).startsWith(real(entry))).forEach(entry -> {
                throw new UserError(entry + " of the earlier run cannot be replaced: the new one reads " + input
                        + "; choose another folder for it");
            });
        }
        left.forEach(AtomicFiles::delete);
    }

    /** By what other programs do not write: names alone, such as {@code state}, would be anybody's. */
    private static boolean isRun(Path folder) {
        return Files.exists(folder.resolve(RunFolder.CONFIG))
                || Files.exists(folder.resolve(EventFile.NAME))
                || new StateFolder(folder).isUsed()
                || new RunFolder(folder).hasMetrics();
    }

    private static boolean isLeft(Path entry) {
        return LEFT.matcher(name(entry)).matches() || Files.exists(entry.resolve(OF_EXPORTS));
    }

    private static String name(Path entry) {
        return entry.getFileName().toString();
    }

    /** In the order of their names, so that an error names the same one everywhere. */
    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !name(entry).startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UserError("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize(); // it is not there, or not yet
        }
    }
}
