package dev.gemmatune.export;

import dev.gemmatune.export.onnx.OnnxFolder;
import dev.gemmatune.export.onnx.OnnxVerifier;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.export.report.Verification;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Exports checkpoints and verifies what was written. */
public final class Exports {

    private static final double NANOSECONDS = 1e9;

    private Exports() {}

    /**
     * Writes a checkpoint as ONNX (float32) and runs it in ONNX Runtime beside the trainer on texts of all lengths, each
     * alone and padded in a batch. The target appears only when everything agrees; it then also holds
     * {@code verification.json}.
     *
     * <p>Costs a pass over the weights and about 50 texts of up to the model's length in both engines: seconds for a
     * small model, minutes for the 300M shape on two cores.
     *
     * @param checkpoint what to export
     * @param embedder the trainer's embedding of the same checkpoint, in float32
     * @param texts real texts; they are joined and cut to make texts of chosen lengths
     * @param target the folder to write
     * @param options limit, number of texts, overwriting
     * @param progress hears how far it is
     * @return where it is and how well it agrees
     * @throws VerificationFailed if an embedding differs by more than the limit; nothing is left
     * @throws UserError if the target may not or cannot be written, there are no texts, or a weight is no number;
     *     nothing is left
     */
    public static ExportReport onnx(
            Checkpoint checkpoint,
            TextEmbedder embedder,
            List<String> texts,
            Path target,
            ExportOptions options,
            ExportProgress progress) {
        TargetFolder.check(target, checkpoint.folder(), options.overwrite());
        if (texts.stream().allMatch(String::isBlank)) {
            throw new UserError("an export is verified on real texts, and there are "
                    + (texts.isEmpty() ? "none" : "only empty ones") + "; give at least one text with words");
        }
        AtomicReference<ExportReport> report = new AtomicReference<>();
        try (GemmaTokenizer tokenizer = GemmaTokenizer.load(checkpoint, checkpoint.maxSequenceLength())) {
            AtomicFiles.writeFolder(target, folder -> {
                long start = System.nanoTime();
                OnnxFolder.write(checkpoint, folder, progress);
                long written = System.nanoTime();
                Verification verification = new OnnxVerifier(
                                checkpoint, embedder, tokenizer::encode, options.limit(), options.sampledTexts())
                        .verify(folder, texts, progress);
                if (!verification.passed()) {
                    throw new VerificationFailed(target, verification);
                }
                byte[] json = Json.pretty(verification.toJson()).getBytes(StandardCharsets.UTF_8);
                Files.write(folder.resolve(TargetFolder.VERIFICATION), json);
                double writeSeconds = (written - start) / NANOSECONDS;
                double verifySeconds = (System.nanoTime() - written) / NANOSECONDS;
                report.set(new ExportReport(target, bytes(folder), writeSeconds, verifySeconds, verification));
            });
        }
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
