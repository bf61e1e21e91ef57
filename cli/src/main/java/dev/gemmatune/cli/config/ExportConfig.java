package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.export.ExportForm;
import dev.gemmatune.export.ExportFormat;
import dev.gemmatune.model.quantization.ScaleSearch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the tuned model is turned into.
 *
 * @param formats none for nothing
 * @param dim dimension that is baked in; the full one if absent
 * @param pruneVocabulary texts to whose tokens the vocabulary is pruned
 * @param oneOutput ONNX: only the model that gives the finished embedding
 * @param singleFile ONNX: weights inside the model file
 * @param fastQ4 onnx-q4: activations of 8 bits
 * @param smallTable onnx-q4: a token embedding of 4 bits
 * @param calibrate formats with blocks: look for the best scale of each block
 * @param verificationTexts how many texts are compared
 * @param limits by format
 */
@Doc("what the best checkpoint is turned into")
public record ExportConfig(
        @Doc(
                value = "formats that the best checkpoint is exported to; [] for none",
                change = "to what your service loads: docs/deploy.md has the table")
        @Default("[onnx]")
        List<ExportFormat> formats,

        @Doc(
                value = "dimension that is baked into the exports (Matryoshka); absent for the full one",
                unit = "dimensions",
                allowed = ">= 1",
                change = "to store shorter vectors without cutting them in the service")
        OptionalInt dim,

        @Doc(
                value =
                        "texts (.txt, .jsonl or a BEIR folder) to whose tokens the vocabulary is pruned; absent for all tokens",
                change = "to make the file smaller where the service sees one language or field: two thirds of"
                        + " EmbeddingGemma are its vocabulary")
        Optional<Path> pruneVocabulary,

        @Doc(
                value = "ONNX: only the model whose one output is the finished embedding",
                change = "for services that take the first output, whatever it is")
        @Default("false")
        boolean oneOutput,

        @Doc(
                value = "ONNX: weights inside the model file, as a model in a jar needs",
                change = "for Spring AI and for models in a jar; up to 2 GB")
        @Default("false")
        boolean singleFile,

        @Doc(
                value = "onnx-q4: activations rounded to 8 bits, faster where the processor has instructions for them",
                change = "where speed matters more than the last digit")
        @Default("false")
        boolean fastQ4,

        @Doc(
                value = "onnx-q4: a token embedding of 4 bits too; the smallest file",
                change = "where size matters more than the last digit")
        @Default("false")
        boolean smallTable,

        @Doc(
                value = "onnx-q4, gguf-q8_0, gguf-q4_0, safetensors-q4: look for the best scale of each block",
                change = "to lose less by rounding; not for models trained with quantization")
        @Default("false")
        boolean calibrate,

        @Doc(
                value = "how many texts of the evaluation data are compared",
                unit = "texts",
                allowed = ">= 1",
                change = "upwards for a closer look, downwards for a faster end")
        @Default("24")
        int verificationTexts,

        @Doc(
                value = "limits of a format's verification, by its name; beyond them, exit code 3 and no folder",
                change = "where your service can bear more, or less, than the format's own limits")
        @Default("{}")
        Map<String, LimitsConfig> limits) {

    /** Copies the collections and checks the ranges. */
    public ExportConfig {
        formats = List.copyOf(formats);
        if (Set.copyOf(formats).size() < formats.size()) {
            throw new IllegalArgumentException("formats must differ, got " + formats);
        }
        dim.ifPresent(value -> Rules.atLeast("dim", 1, value));
        Rules.atLeast("verification_texts", 1, verificationTexts);
        limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
        List<String> names =
                Arrays.stream(ExportFormat.values()).map(ExportFormat::id).toList();
        for (String name : limits.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("limits must be of " + String.join(", ", names) + ", got " + name);
            }
        }
    }

    /** The choices of files and numbers. */
    public ExportForm form() {
        return new ExportForm(oneOutput, singleFile, fastQ4, smallTable, ScaleSearch.of(calibrate));
    }
}
