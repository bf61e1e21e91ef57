package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import java.util.List;

/**
 * What the tuned model is turned into.
 *
 * @param formats none for nothing
 * @param verificationLimit largest difference of a number of an embedding
 * @param verificationTexts how many texts are compared
 */
public record ExportConfig(
        @Doc("formats that the best checkpoint is exported to; [] for none") @Default("[onnx]")
        List<ExportFormat> formats,

        @Doc("largest difference between a number of the export's embedding and the trainer's; above it, exit code 3")
        @Default("1e-5")
        double verificationLimit,

        @Doc("how many texts of the evaluation data are compared") @Default("24")
        int verificationTexts) {

    /** Copies the list and checks the ranges. */
    public ExportConfig {
        formats = List.copyOf(formats);
        Rules.positive("verification_limit", verificationLimit);
        Rules.atLeast("verification_texts", 1, verificationTexts);
    }
}
