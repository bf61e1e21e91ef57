package dev.gemmatune.model.parity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointWriter;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small files under {@code st6} are what sentence-transformers 6 saved when it had loaded the tiny checkpoint. */
class LayoutsTest {

    private static final List<String> FILES = List.of(
            "config.json",
            "modules.json",
            "config_sentence_transformers.json",
            "sentence_bert_config.json",
            "tokenizer_config.json",
            "1_Pooling/config.json",
            "2_Dense/config.json",
            "3_Dense/config.json",
            "4_Normalize/config.json");

    @TempDir
    Path folder;

    @Test
    void layoutOfSentenceTransformers6GivesTheSameEmbeddings() throws IOException {
        Path st6 = st6(folder.resolve("st6"));
        Checkpoint legacy = Checkpoint.open(TinyCheckpoint.folder());
        Checkpoint saved = Checkpoint.open(st6);
        assertNotEquals(
                Json.readObject(legacy.folder().resolve("config.json")), Json.readObject(st6.resolve("config.json")));
        assertEquals(legacy.config(), saved.config());
        assertEquals(legacy.dense(), saved.dense());
        assertEquals(legacy.prompts(), saved.prompts());
        assertEquals(legacy.maxSequenceLength(), saved.maxSequenceLength());
        assertSameEmbeddings(TinyCheckpoint.folder(), st6);
    }

    @Test
    void checkpointSavedFromTheNewLayoutGivesTheSameEmbeddings() throws IOException {
        Checkpoint saved = Checkpoint.open(st6(folder.resolve("st6")));
        Path back = folder.resolve("back");
        CheckpointWriter.write(back, saved, saved::weights);
        assertSameEmbeddings(TinyCheckpoint.folder(), back);
    }

    private static void assertSameEmbeddings(Path expected, Path actual) throws IOException {
        List<String> texts = GoldenTexts.embedded();
        try (EmbeddingModel one = EmbeddingModel.load(expected);
                EmbeddingModel other = EmbeddingModel.load(actual)) {
            float[][] vectors = one.embedQueries(texts);
            assertArrayEquals(vectors, other.embedQueries(texts));
        }
    }

    private static Path st6(Path folder) throws IOException {
        TinyCheckpoint.copy(folder);
        for (String name : FILES) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.deleteIfExists(folder.resolve(name));
            try (InputStream stream = LayoutsTest.class.getResourceAsStream("st6/" + name)) {
                Files.copy(stream, folder.resolve(name));
            }
        }
        return folder;
    }
}
