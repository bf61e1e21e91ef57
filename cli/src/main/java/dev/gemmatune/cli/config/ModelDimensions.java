package dev.gemmatune.cli.config;

import java.util.List;
import java.util.stream.Stream;

/** The dimensions at which a model is trained and measured when nothing else is asked for. */
public final class ModelDimensions {

    private ModelDimensions() {}

    /** EmbeddingGemma's 768, 512, 256, 128; of other models the full, two thirds, a half and a quarter. */
    public static List<Integer> of(int full) {
        return full == 768
                ? List.of(768, 512, 256, 128)
                : Stream.of(full, full * 2 / 3, full / 2, full / 4)
                        .filter(dimension -> dimension > 0)
                        .distinct()
                        .toList();
    }
}
