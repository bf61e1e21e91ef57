package dev.gemmatune.train.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.model.cache.TokenCache;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizedDataTest {

    private static final int LENGTH = 6;

    @TempDir
    private Path folder;

    @Test
    void rowsAreTheSameWithAndWithoutCache() throws IOException {
        List<TrainingExample> rows = IntStream.range(0, TokenCache.FEWEST_TEXTS)
                .<TrainingExample>mapToObj(row -> new TrainingExample.Contrast("q" + row, "d" + row, List.of()))
                .toList();
        TrainingData data = new TrainingData("rows", List.of("anchor", "positive"), rows);
        RolePrompts prompts = new RolePrompts("question: ", "");
        Checkpoint checkpoint = Checkpoint.open(TinyCheckpoint.folder());
        try (GemmaTokenizer tokenizer = GemmaTokenizer.load(checkpoint, LENGTH)) {
            TokenCache cache = TokenCache.of(tokenizer, checkpoint, folder);
            TokenizedData expected = TokenizedData.of(data, tokenizer, prompts);
            assertSame(expected, TokenizedData.of(data, cache, prompts));
            try (Stream<Path> files = Files.list(folder.resolve("tokens"))) {
                assertEquals(2, files.count(), "a file for each prompt");
            }
            assertSame(expected, TokenizedData.of(data, cache, prompts));
        }
    }

    private static void assertSame(TokenizedData expected, TokenizedData actual) {
        assertEquals(expected.truncated(), actual.truncated());
        assertEquals(expected.rows().size(), actual.rows().size());
        for (int row = 0; row < expected.rows().size(); row++) {
            TokenizedData.Row wanted = expected.rows().get(row);
            TokenizedData.Row got = actual.rows().get(row);
            assertEquals(wanted.texts(), got.texts());
            assertArrayEquals(wanted.ids().toArray(), got.ids().toArray(), "row " + row);
        }
    }
}
