package dev.gemmatune.consumers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.export.ExportForm;
import dev.gemmatune.export.ExportFormat;
import dev.gemmatune.export.ExportOptions;
import dev.gemmatune.export.ExportSource;
import dev.gemmatune.export.Exporter;
import dev.gemmatune.export.Exports;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.export.verify.ExportedModel;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.quantization.ScaleSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exports a small model in all ONNX formats, as folders and as single files, for the modules that come after. */
final class WriteExportsTest {

    private static final String QUERY = "task: search result | query: ";
    private static final List<String> TEXTS = List.of(
            QUERY + "When does my card arrive?",
            "title: none | text: A fund's total expense ratio says what share of the assets its costs take each year.",
            QUERY + "Überweisung nach Österreich: 3 € Gebühr, 日本語も。",
            QUERY);

    @ParameterizedTest
    @EnumSource(names = {"ONNX", "ONNX_FP16", "ONNX_INT8", "ONNX_Q4"})
    void exports(ExportFormat format) throws IOException {
        export(format, ExportForm.DEFAULT, "folder");
        export(format, new ExportForm(false, true, false, false, ScaleSearch.NONE), "single");
    }

    private static void export(ExportFormat format, ExportForm form, String kind) throws IOException {
        Path target = Path.of("target", "exports", kind, format.id());
        try (EmbeddingModel trainer = EmbeddingModel.load(TinyCheckpoint.folder())) {
            ExportSource source = ExportSource.of(trainer.checkpoint(), trainer, TEXTS);
            Exports.export(
                    format, form, source, target, ExportOptions.defaults().withOverwrite(true), ExportProgress.NONE);
            Exporter exporter = format.exporter(form);
            Path file = target.resolve(exporter.models().get(0));
            List<String> lines = new ArrayList<>();
            try (ExportedModel model = exporter.open(trainer.checkpoint(), file)) {
                for (String text : TEXTS) {
                    int[] ids = trainer.tokenizer().encode(text, "");
                    float[] vector =
                            model.embed(List.of(ids)).values().iterator().next()[0];
                    Sample sample = new Sample(text, vector);
                    if (format == ExportFormat.ONNX) {
                        assertTrue(sample.difference(trainer.embed(List.of(text), "")[0]) < 1e-5);
                    }
                    lines.add(sample.line());
                }
            }
            Files.write(target.resolve(Sample.FILE), lines);
        }
    }
}
