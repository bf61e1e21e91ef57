package dev.gemmatune.examples;

import dev.gemmatune.export.Export;
import dev.gemmatune.export.ExportFormat;
import dev.gemmatune.export.ExportReport;
import dev.gemmatune.model.Models;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.langchain4j.model.embedding.onnx.OnnxEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.nio.file.Path;
import java.util.Locale;

/** Exports a checkpoint to ONNX and loads it in LangChain4j, without libtorch. Arguments: MODEL EXPORT-FOLDER */
public final class ExportForLangChain4j {

    private ExportForLangChain4j() {}

    /** Prints how well the export agrees with the checkpoint, and a vector's length. */
    public static void main(String[] args) {
        Checkpoint checkpoint = Models.open(args[0]);
        ExportReport report = Export.of(checkpoint)
                .formats(ExportFormat.ONNX)
                .into(Path.of(args[1]))
                .get(0);
        System.out.printf(
                Locale.ROOT,
                "%s: largest difference %.1e%n",
                report.folder(),
                report.verification().maxAbsoluteDifference());
        OnnxEmbeddingModel model = new OnnxEmbeddingModel(
                report.folder().resolve("onnx/model.onnx"),
                report.folder().resolve("tokenizer.json"),
                PoolingMode.MEAN);
        String query = checkpoint.prompts().query() + "When does my card arrive?";
        System.out.println(model.embed(query).content().dimension() + " dimensions");
    }
}
