package dev.gemmatune.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.init.EmbeddingGemmaPrompts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyTokenizerTest {

    @TempDir
    Path folder;

    /** Golden vectors hang on the committed tokenizer; after a change of the trainer both are made anew. */
    @Test
    void committedTokenizerIsWhatTheTrainerMakesOfItsTexts() throws IOException {
        assertEquals(JsonParser.parseString(resource("tokenizer.json")), JsonParser.parseString(make(folder)));
    }

    private static String make(Path folder) throws IOException {
        Path texts = folder.resolve("texts.txt");
        Files.writeString(texts, resource("tokenizer-texts.txt"));
        TokenizerTrainer.train(
                List.of(new TextSource(texts, 1)),
                EmbeddingGemmaPrompts.all().byName().values(),
                TinyCheckpoint.VOCABULARY,
                TinyCheckpoint.SHAPE.maxPositions(),
                folder);
        return Files.readString(folder.resolve("tokenizer.json"));
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = TinyCheckpoint.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
