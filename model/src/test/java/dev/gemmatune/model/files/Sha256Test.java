package dev.gemmatune.model.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the examples of FIPS 180-4. */
class Sha256Test {

    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String MILLION_A = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

    @TempDir
    private Path folder;

    @Test
    void textsAndFilesHaveTheirDigests() throws IOException {
        assertEquals(ABC, HexFormat.of().formatHex(Sha256.of("abc")));
        assertEquals(EMPTY, HexFormat.of().formatHex(Sha256.of("")));
        assertEquals(EMPTY, Sha256.hexOf(Files.writeString(folder.resolve("empty"), "")));
        Path twice = Files.writeString(folder.resolve("twice"), "a".repeat(1_000_000));
        assertEquals(MILLION_A, Sha256.hexOf(twice));
    }

    @Test
    void textsAreKeptApart() {
        MessageDigest first = Sha256.digest();
        Sha256.update(first, "ab");
        Sha256.update(first, "c");
        MessageDigest second = Sha256.digest();
        second.update(new byte[] {'a', 'b', 0, 'c', 0});
        assertArrayEquals(second.digest(), first.digest());
    }

    @Test
    void missingFileIsNamed() {
        UserError error = assertThrows(UserError.class, () -> Sha256.hexOf(folder.resolve("none")));
        assertTrue(error.getMessage().contains("cannot read " + folder.resolve("none")), error.getMessage());
    }
}
