package dev.gemmatune.model.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddingCacheTest {

    private static final int RECORD = CacheFile.KEY + 2 * Float.BYTES + Integer.BYTES;

    @TempDir
    Path folder;

    /** Embeds a text as its length and that of the prompt, and remembers what it was asked. */
    private static final class Lengths implements TextEmbedder {
        private final List<String> asked = new ArrayList<>();

        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public float[][] embed(List<String> texts, String prompt) {
            texts.forEach(text -> asked.add(prompt + text));
            return texts.stream()
                    .map(text -> new float[] {text.length(), prompt.length()})
                    .toArray(float[][]::new);
        }
    }

    private final Lengths lengths = new Lengths();

    private EmbeddingCache open() {
        return EmbeddingCache.of(lengths, identity(1), folder);
    }

    private static byte[] identity(int value) {
        return new Digest().add(Integer.toString(value)).bytes();
    }

    private List<String> askedFor(EmbeddingCache cache, String prompt, String... texts) {
        lengths.asked.clear();
        float[][] vectors = cache.embed(List.of(texts), prompt);
        assertEquals(texts.length, vectors.length);
        for (int i = 0; i < texts.length; i++) {
            assertArrayEquals(new float[] {texts[i].length(), prompt.length()}, vectors[i], texts[i]);
        }
        return List.copyOf(lengths.asked);
    }

    @Test
    void embedsEachTextOnceNowAndLater() {
        try (EmbeddingCache cache = open()) {
            assertEquals(List.of("a", "bb"), askedFor(cache, "", "a", "bb", "a"));
            assertEquals(List.of("ccc"), askedFor(cache, "", "bb", "ccc", "a"));
            assertEquals(2, cache.known());
            assertEquals(3, cache.computed());
            assertEquals(CacheFile.HEADER + 3L * RECORD, cache.bytes());
        }
        try (EmbeddingCache cache = open()) {
            assertEquals(List.of(), askedFor(cache, "", "ccc", "bb", "a", "a"));
            assertEquals(List.of(), askedFor(cache, ""));
        }
    }

    @Test
    void promptAndModelArePartOfTheKey() {
        try (EmbeddingCache cache = open()) {
            askedFor(cache, "", "ab");
            assertEquals(List.of("pab"), askedFor(cache, "p", "ab"));
            // The same letters, cut elsewhere.
            assertEquals(List.of("pab"), askedFor(cache, "pa", "b"));
        }
        try (EmbeddingCache other = EmbeddingCache.of(lengths, identity(2), folder)) {
            assertEquals(List.of("ab"), askedFor(other, "", "ab"));
        }
    }

    @Test
    void manyTextsAreFoundAgain() {
        String[] texts = IntStream.range(0, 5000).mapToObj(i -> "text " + i).toArray(String[]::new);
        try (EmbeddingCache cache = open()) {
            assertEquals(5000, askedFor(cache, "", texts).size());
        }
        try (EmbeddingCache cache = open()) {
            assertEquals(List.of(), askedFor(cache, "", texts));
        }
    }

    @Test
    void damagedRecordIsComputedAgain() throws IOException {
        Path file;
        try (EmbeddingCache cache = open()) {
            askedFor(cache, "", "a", "bb", "ccc");
            file = cache.path();
        }
        // One bit of the second vector.
        int place = CacheFile.HEADER + RECORD + CacheFile.KEY;
        byte[] bytes = Files.readAllBytes(file);
        bytes[place] ^= 1;
        Files.write(file, bytes);
        try (EmbeddingCache cache = open()) {
            assertEquals(List.of("bb"), askedFor(cache, "", "a", "bb", "ccc"));
            assertEquals(1, cache.damaged());
        }
        try (EmbeddingCache cache = open()) {
            assertEquals(List.of(), askedFor(cache, "", "a", "bb", "ccc"));
        }
    }

    @Test
    void fileThatEndsAnywhereIsUsedUpToThere() throws IOException {
        Path file;
        try (EmbeddingCache cache = open()) {
            askedFor(cache, "", "a", "bb");
            file = cache.path();
        }
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            List<String> expected = length < CacheFile.HEADER + RECORD ? List.of("a", "bb") : List.of("bb");
            try (EmbeddingCache cache = open()) {
                assertEquals(expected, askedFor(cache, "", "a", "bb"), "cut to " + length);
            }
            try (EmbeddingCache cache = open()) {
                assertEquals(List.of(), askedFor(cache, "", "a", "bb"), "after being cut to " + length);
            }
        }
    }

    @Test
    void whatAnotherProcessLeftHalfWrittenIsCutOffBeforeAppending() throws IOException {
        try (EmbeddingCache cache = open()) {
            askedFor(cache, "", "a");
            try (FileChannel other = FileChannel.open(cache.path(), StandardOpenOption.APPEND)) {
                other.write(ByteBuffer.allocate(RECORD - 1));
            }
            askedFor(cache, "", "bb");
            assertEquals(List.of(), askedFor(cache, "", "a", "bb"));
            assertEquals(CacheFile.HEADER + 2L * RECORD, cache.bytes());
        }
    }

    @Test
    void fileOfZerosIsBegunAnew() throws IOException {
        Path file;
        try (EmbeddingCache cache = open()) {
            askedFor(cache, "", "a");
            file = cache.path();
        }
        Files.write(file, new byte[(int) Files.size(file)]);
        try (EmbeddingCache cache = open()) {
            assertEquals(List.of("a"), askedFor(cache, "", "a"));
        }
    }

    @Test
    void twoCachesOfOneFileDoNotHarmEachOther() {
        try (EmbeddingCache first = open();
                EmbeddingCache second = open()) {
            askedFor(first, "", "a", "bb");
            askedFor(second, "", "ccc", "bb");
            assertEquals(List.of(), askedFor(first, "", "a", "bb"));
            assertEquals(List.of(), askedFor(second, "", "ccc", "bb"));
        }
        try (EmbeddingCache cache = open()) {
            assertEquals(List.of(), askedFor(cache, "", "a", "bb", "ccc"));
        }
    }

    /** A cache saves time: without it the work goes on, and the user is told. */
    @Test
    void folderThatCannotBeOneIsNamedWithTheRemedyAndNothingIsKept() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        try (EmbeddingCache cache = EmbeddingCache.of(lengths, identity(1), file)) {
            assertArrayEquals(new float[][] {{1, 3}, {2, 3}}, cache.embed(List.of("a", "bb"), "to "));
            assertEquals(2, cache.computed());
            assertEquals(0, cache.bytes());
            String message = cache.failure().orElseThrow();
            assertTrue(message.contains("--no-cache"), message);
            assertTrue(message.contains(file.toString()), message);
        }
        try (EmbeddingCache sound = open()) {
            sound.embed(List.of("a"), "");
            assertEquals(Optional.empty(), sound.failure());
        }
    }

    @Test
    void embeddingsOfAModelAreThoseThatItComputed() throws IOException {
        List<String> texts = List.of("When does my card arrive?", "A loan", "");
        try (EmbeddingModel model = EmbeddingModel.load(TinyCheckpoint.folder())) {
            float[][] expected = model.embed(texts, "query: ");
            Path file;
            try (EmbeddingCache cache = EmbeddingCache.of(model, ComputeType.FLOAT32, folder)) {
                assertArrayEquals(expected, cache.embed(texts, "query: "));
                file = cache.path();
            }
            try (EmbeddingCache cache = EmbeddingCache.of(model, ComputeType.FLOAT32, folder)) {
                assertArrayEquals(expected, cache.embed(texts, "query: "));
                assertEquals(0, cache.computed());
            }
            try (EmbeddingCache cache = EmbeddingCache.of(model, ComputeType.BFLOAT16, folder)) {
                assertNotEquals(file, cache.path());
            }
        }
    }

    @Test
    void folderIsThatOfTheEnvironment() {
        Path home = Path.of("home");
        assertEquals(Path.of("home/.cache/gemmatune"), CacheFolder.of(Map.of(), home));
        assertEquals(Path.of("xdg/gemmatune"), CacheFolder.of(Map.of("XDG_CACHE_HOME", "xdg"), home));
        assertEquals(Path.of("own"), CacheFolder.of(Map.of("XDG_CACHE_HOME", "xdg", "GEMMATUNE_CACHE", "own"), home));
    }
}
