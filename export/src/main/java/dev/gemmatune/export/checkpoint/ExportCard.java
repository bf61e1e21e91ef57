package dev.gemmatune.export.checkpoint;

import dev.gemmatune.export.report.Provenance;
import dev.gemmatune.model.checkpoint.CardFacts;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.quantization.QuantizationPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The README.md of an exported checkpoint: that of the checkpoint, and what the export made of it. */
final class ExportCard {

    static final String FILE = "README.md";

    private ExportCard() {}

    /**
     * The card's text. A checkpoint that was tuned here has a card with its base model, data, configuration and scores
     * before and after; that of any other begins with what is known of it.
     */
    static String of(Checkpoint checkpoint, CheckpointWeights weights, Map<String, String> provenance)
            throws IOException {
        StringBuilder card = new StringBuilder();
        Path existing = checkpoint.folder().resolve(FILE);
        card.append(Files.exists(existing) ? Files.readString(existing).stripTrailing() : begin(checkpoint));
        card.append("\n\n## This export\n\n")
                .append("Written by gemmatune ")
                .append(Provenance.version())
                .append("; matrices in ")
                .append(weights.description())
                .append(", norms in float32. How far its embeddings are from the original's is in")
                .append(" `verification.json`.\n");
        if (weights.plan() != QuantizationPlan.NONE) {
            card.append("\nThe layout is that of compressed-tensors; gemmatune reads it as any other checkpoint.\n");
        }
        card.append("\n| | |\n|---|---|\n");
        provenance.forEach((key, value) -> card.append("| ")
                .append(key)
                .append(" | `")
                .append(value.replace("|", "\\|"))
                .append("` |\n"));
        return card.toString();
    }

    private static String begin(Checkpoint checkpoint) {
        CardFacts facts = CardFacts.of(checkpoint.folder());
        return facts.frontMatter(List.of())
                + "\n# "
                + checkpoint.folder().toAbsolutePath().normalize().getFileName()
                + String.format(
                        Locale.ROOT,
                        "%n%nAn EmbeddingGemma model with %,d parameters and %d dimensions.",
                        checkpoint.parameters(),
                        checkpoint.dimension())
                + "\n\n"
                + facts.licenseSentence();
    }
}
