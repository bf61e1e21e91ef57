package dev.gemmatune.export;

import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.export.report.Verification;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Exports checkpoints and verifies what was written. */
public final class Exports {

    private static final double NANOSECONDS = 1e9;

    private Exports() {}

    /**
     * Writes a checkpoint in a format and runs that in its users' runtime beside the trainer on texts of all lengths,
     * each alone and padded in a batch, and on the source's evaluation set. The target appears only when everything is
     * within the limits; it then also holds {@code verification.json}.
     *
     * <p>Costs a pass over the weights and some 20 texts of up to the model's length in both engines: seconds for a small
     * model, about a minute for the 300M shape on two cores.
     *
     * @param format what to write
     * @param form details of it
     * @param source the checkpoint, and what to verify with
     * @param target the folder to write
     * @param options limits, number of texts, overwriting
     * @param progress hears how far it is
     * @return where it is and how well it agrees
     * @throws VerificationFailed if an embedding or a score is not within the limits; nothing is left
     * @throws UserError if the target may not or cannot be written, or a weight cannot be stored; nothing is left
     */
    public static ExportReport export(
            ExportFormat format,
            ExportForm form,
            ExportSource source,
            Path target,
            ExportOptions options,
            ExportProgress progress) {
        return export(format.id(), format.exporter(form), source, target, options, progress);
    }

    static ExportReport export(
            String format,
            Exporter exporter,
            ExportSource source,
            Path target,
            ExportOptions options,
            ExportProgress progress) {
        Checkpoint checkpoint = source.checkpoint();
        TargetFolder.check(target, checkpoint.folder(), options.overwrite());
        exporter.check(checkpoint, checkpoint.dimension());
        AtomicReference<ExportReport> report = new AtomicReference<>();
        AtomicFiles.writeFolder(target, folder -> {
            long start = System.nanoTime();
            exporter.write(checkpoint, source.provenance(), folder, progress);
            FolderVerification.letGo();
            long written = System.nanoTime();
            Verification verification = new FolderVerification(source, exporter, options, progress).of(folder);
            if (!verification.passed()) {
                throw new VerificationFailed(target, verification);
            }
            byte[] json = Json.pretty(verification.toJson()).getBytes(StandardCharsets.UTF_8);
            Files.write(folder.resolve(TargetFolder.VERIFICATION), json);
            double writeSeconds = (written - start) / NANOSECONDS;
            double verifySeconds = (System.nanoTime() - written) / NANOSECONDS;
            report.set(new ExportReport(format, target, bytes(folder), writeSeconds, verifySeconds, verification));
        });
        return report.get();
    }

    private static long bytes(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(path);
            }
        }
        return bytes;
    }
}
