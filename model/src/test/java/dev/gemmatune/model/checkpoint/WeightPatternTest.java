package dev.gemmatune.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightPatternTest {

    private static final List<String> NAMES = List.of(
            "embed_tokens.weight", "layers.0.mlp.up_proj.weight", "layers.1.mlp.up_proj.weight", "layers.10.a", "norm");

    @ParameterizedTest
    @CsvSource({
        "embeddings, 0",
        "embed_tokens.weight, 0",
        "first 1 layer, 1",
        "first 2 layers, 1 2",
        "first 99 layers, 1 2 3",
        "layers.1.*, 2",
        "layers.?.*, 1 2",
        "*weight, 0 1 2",
        "embed_tokens?weight, 0",
        "n, ''",
        "embed.tokens.weight, ''",
        "' norm ', 4",
        "' ', ''"
    })
    void wholeNamesAreMatched(String pattern, String positions) {
        List<String> expected = Stream.of(positions.split(" "))
                .filter(position -> !position.isEmpty())
                .map(position -> NAMES.get(Integer.parseInt(position)))
                .toList();
        assertEquals(
                expected,
                NAMES.stream().filter(new WeightPattern(pattern)::matches).toList());
    }
}
