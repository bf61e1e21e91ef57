package dev.gemmatune.model.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache of tokens against the tokenizer that it stands before. */
class TokenCacheTest {

    private static final int LENGTH = 12;
    private static final List<String> TEXTS = List.of(
            "", "what is a bond", "a text of so many words that it is cut at the limit", "naïve 漢字 \uD800", "?");

    private final Checkpoint checkpoint = Checkpoint.open(TinyCheckpoint.folder());

    @TempDir
    private Path folder;

    @Test
    void missAndHitGiveTheTokenizersIds() throws IOException {
        List<int[]> expected = encode(LENGTH, TEXTS, "q: ", TEXTS.size() + 1);
        assertEquals(List.of(), files(), "fewer texts than wanted leave no file");
        assertSame(expected, encode(LENGTH, TEXTS, "q: ", 1));
        assertEquals(1, files().size());
        Object written = Files.getLastModifiedTime(files().get(0));
        assertSame(expected, encode(LENGTH, TEXTS, "q: ", 1));
        assertEquals(written, Files.getLastModifiedTime(files().get(0)));
    }

    /** Ids that no tokenizer makes of the texts show that they come from the file. */
    @Test
    void aHitIsRead() throws IOException {
        encode(LENGTH, TEXTS, "", 1);
        Path file = files().get(0);
        List<int[]> other =
                TEXTS.stream().map(text -> new int[] {2, 300_000, 127, 128, 1}).toList();
        TokenFile.write(file, key(file), other);
        assertSame(other, encode(LENGTH, TEXTS, "", 1));
    }

    @Test
    void everyDamagedByteIsNoticedAndTheFileWrittenAgain() throws IOException {
        List<int[]> expected = encode(LENGTH, TEXTS, "", 1);
        Path file = files().get(0);
        byte[] sound = Files.readAllBytes(file);
        for (int i = 0; i < sound.length; i++) {
            byte[] damaged = sound.clone();
            damaged[i] ^= (byte) 0x81;
            Files.write(file, damaged);
            assertTrue(TokenFile.read(file, key(file), TEXTS.size(), LENGTH).isEmpty(), "byte " + i);
        }
        assertSame(expected, encode(LENGTH, TEXTS, "", 1));
        assertArrayEquals(sound, Files.readAllBytes(file));
    }

    @Test
    void aFileThatIsTooShortOrTooLongIsWrittenAgain() throws IOException {
        List<int[]> expected = encode(LENGTH, TEXTS, "", 1);
        Path file = files().get(0);
        byte[] sound = Files.readAllBytes(file);
        for (int length = 0; length <= sound.length + 1; length++) {
            Files.write(file, Arrays.copyOf(sound, length));
            boolean read = TokenFile.read(file, key(file), TEXTS.size(), LENGTH).isPresent();
            assertEquals(length == sound.length, read, length + " bytes");
        }
        assertSame(expected, encode(LENGTH, TEXTS, "", 1));
        assertArrayEquals(sound, Files.readAllBytes(file));
    }

    @Test
    void promptLengthTextsAndOrderHaveFilesOfTheirOwn() throws IOException {
        encode(LENGTH, TEXTS, "", 1);
        assertSame(encode(LENGTH, TEXTS, "a: ", 99), encode(LENGTH, TEXTS, "a: ", 1));
        assertSame(encode(LENGTH - 1, TEXTS, "", 99), encode(LENGTH - 1, TEXTS, "", 1));
        assertEquals(3, files().size());
        for (List<String> texts : List.of(
                List.of("ab", "c"),
                List.of("a", "bc"),
                List.of("c", "ab"),
                List.of("\uD800", "c"),
                List.of("?", "c"))) {
            assertSame(encode(LENGTH, texts, "", 99), encode(LENGTH, texts, "", 1));
        }
        assertEquals(8, files().size());
    }

    @Test
    void anotherTokenizerHasAFileOfItsOwn() throws IOException {
        encode(LENGTH, TEXTS, "", 1);
        Path copy = folder.resolve("copy");
        TinyCheckpoint.copy(copy);
        Path json = copy.resolve("tokenizer.json");
        Files.writeString(json, Files.readString(json) + "\n");
        Checkpoint other = Checkpoint.open(copy);
        try (GemmaTokenizer tokenizer = GemmaTokenizer.load(other, LENGTH)) {
            new TokenCache(tokenizer, other, folder, 1).encode(TEXTS, "");
        }
        assertEquals(2, files().size());
    }

    @Test
    void aFolderThatCannotBeWrittenIsAnError() throws IOException {
        Files.writeString(folder.resolve("tokens"), "a file where the folder should be");
        UserError error = assertThrows(UserError.class, () -> encode(LENGTH, TEXTS, "", 1));
        assertTrue(error.getMessage().contains(CacheFolder.VARIABLE), error.getMessage());
    }

    private List<int[]> encode(int maxLength, List<String> texts, String prompt, int fewestTexts) {
        try (GemmaTokenizer tokenizer = GemmaTokenizer.load(checkpoint, maxLength)) {
            return new TokenCache(tokenizer, checkpoint, folder, fewestTexts).encode(texts, prompt);
        }
    }

    private List<Path> files() throws IOException {
        Path tokens = folder.resolve("tokens");
        if (!Files.exists(tokens)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(tokens)) {
            List<Path> all = files.sorted().toList();
            assertFalse(all.stream().anyMatch(file -> file.toString().endsWith(".part")), all::toString);
            return all;
        }
    }

    private static byte[] key(Path file) {
        return HexFormat.of().parseHex(file.getFileName().toString().replace(".tokens", ""));
    }

    private static void assertSame(List<int[]> expected, List<int[]> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), "text " + i);
        }
    }
}
