package dev.gemmatune.export;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Decides whether a folder may be written, before any work is done. */
final class TargetFolder {

    /** Every export has this file, and so a folder with it may be replaced. */
    static final String VERIFICATION = "verification.json";

    private TargetFolder() {}

    static void check(Path target, Path checkpoint, boolean overwrite) {
        Path absolute = target.toAbsolutePath().normalize();
        if (checkpoint.toAbsolutePath().normalize().startsWith(absolute)) {
            throw new UserError("the target " + target + " is or contains the checkpoint " + checkpoint
                    + "; choose another folder");
        }
        if (!Files.exists(absolute)) {
            return;
        }
        if (!Files.isDirectory(absolute)) {
            throw new UserError("the target " + target + " is a file; choose a folder");
        }
        if (isEmpty(absolute)) {
            return;
        }
        if (!Files.exists(absolute.resolve(VERIFICATION))) {
            throw new UserError("the target " + target + " exists and is no export (it has no " + VERIFICATION
                    + "); choose another folder, or empty it yourself");
        }
        if (!overwrite) {
            throw new UserError("the target " + target
                    + " holds an earlier export; choose another folder, or replace it (--overwrite)");
        }
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(folder, e);
        }
    }
}
