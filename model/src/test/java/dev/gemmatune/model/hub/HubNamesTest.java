package dev.gemmatune.model.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HubNamesTest {

    private static final HubRepository REPOSITORY = HubRepository.model("a/b");

    @TempDir
    Path home;

    @Test
    void addressesNameRepositoryRevisionAndPath() {
        assertEquals(
                new HubReference(HubRepository.dataset("org/name"), "main", "path/file.jsonl"),
                HubReference.ofAddress("hf://datasets/org/name/path/file.jsonl"));
        assertEquals(
                new HubReference(HubRepository.dataset("org/name"), "v1.0", "f.csv"),
                HubReference.ofAddress("hf://datasets/org/name@v1.0/f.csv"));
        assertEquals(
                new HubReference(HubRepository.dataset("o/n"), "refs/convert/parquet", "default/0.parquet"),
                HubReference.ofAddress("hf://datasets/o/n@refs/convert/parquet/default/0.parquet"));
        assertEquals(
                new HubReference(HubRepository.model("o/n"), "a/b", ""), HubReference.ofAddress("hf://o/n@a%2Fb/"));
        for (String wrong : List.of("hf://datasets/name", "hf://", "hf://o/n@../x", "hf://o/n@..%2F..%2Fx/f")) {
            assertThrows(UserError.class, () -> HubReference.ofAddress(wrong), wrong);
        }
    }

    @Test
    void idsOfModelsAreTakenAndPathsAreNot() {
        assertEquals(
                Optional.of(new HubReference(HubRepository.model("google/embeddinggemma-300m"), "57c2", "")),
                HubReference.ofModel("google/embeddinggemma-300m@57c2"));
        for (String path : List.of("mini", "a/b/c", "../x", "./x", "/a/b", "a/..", "a--b/c", "a/b@", "C:\\x", "~/x")) {
            assertEquals(Optional.empty(), HubReference.ofModel(path), path);
        }
    }

    @Test
    void namesOfWindowsDevicesAreRefusedThere() {
        for (String name : List.of("nul", "a/CON.json", "com1.txt", "a:b", "dot.", "blank ", "what?.json")) {
            assertThrows(UserError.class, () -> SafeNames.under(home, name, REPOSITORY, true), name);
        }
        assertEquals(home.resolve("a/CON.json"), SafeNames.under(home, "a/CON.json", REPOSITORY, false));
        assertEquals(home.resolve("a/..b.json"), SafeNames.under(home, "a/..b.json", REPOSITORY, true));
        assertThrows(UserError.class, () -> SafeNames.under(home, "a/../../b", REPOSITORY, false));
    }

    @Test
    void checkpointSelectionLeavesVariantsOut() {
        for (String wanted : List.of(
                "config.json",
                "2_Dense/model.safetensors",
                "tokenizer.model",
                "model-00001-of-00002.safetensors",
                "adapter_model.safetensors",
                "model.safetensors.index.json",
                "LICENSE.md")) {
            assertTrue(FileSelection.CHECKPOINT.wants(wanted), wanted);
        }
        for (String other : List.of(
                "onnx/model.onnx",
                "onnx/config.json",
                "pytorch_model.bin",
                "2_Dense/pytorch_model.bin",
                "model.fp16.safetensors",
                ".gitattributes",
                "tf_model.h5",
                "original/model.safetensors")) {
            assertFalse(FileSelection.CHECKPOINT.wants(other), other);
        }
        assertTrue(FileSelection.ROWS.wants("data/train-00000.parquet"));
        assertFalse(FileSelection.ROWS.wants("loader.py"));
    }

    @Test
    void patternsMatchAsThoseOfPythonsToolsDo() {
        FileSelection selection = FileSelection.matching(List.of("*.json", "data/", "part-[0-3]?.csv", "x[!a].txt"));
        for (String wanted : List.of("a/b.json", "data/x/y", "part-21.csv", "xb.txt")) {
            assertTrue(selection.wants(wanted), wanted);
        }
        for (String other : List.of("a.jsonl", "data", "part-41.csv", "xa.txt")) {
            assertFalse(selection.wants(other), other);
        }
    }

    @Test
    void environmentIsReadAsPythonsToolsReadIt() throws IOException {
        HubSettings plain = HubSettings.of(Map.of(), home);
        assertEquals(URI.create("https://huggingface.co"), plain.endpoint());
        assertEquals(home.resolve(".cache/huggingface/hub"), plain.cache());
        assertEquals(Optional.empty(), plain.token());
        assertFalse(plain.offline());
        assertEquals(
                home.resolve("x/hub"),
                HubSettings.of(Map.of("HF_HOME", home + "/x"), home).cache());
        assertEquals(
                home.resolve("y"),
                HubSettings.of(Map.of("HF_HOME", home + "/x", "HF_HUB_CACHE", "~/y"), home)
                        .cache());
        assertTrue(HubSettings.of(Map.of("TRANSFORMERS_OFFLINE", "yes"), home).offline());
        assertFalse(HubSettings.of(Map.of("HF_HUB_OFFLINE", "0"), home).offline());
        Files.createDirectories(home.resolve("x"));
        Files.writeString(home.resolve("x/token"), "hf_file\n");
        Map<String, String> withFile = Map.of("HF_HOME", home + "/x", "HF_ENDPOINT", "http://mirror:81/");
        assertEquals(
                "hf_file", HubSettings.of(withFile, home).token().orElseThrow().secret());
        assertEquals(
                URI.create("http://mirror:81"), HubSettings.of(withFile, home).endpoint());
        assertEquals(
                "hf_variable",
                HubSettings.of(Map.of("HF_HOME", home + "/x", "HF_TOKEN", " hf_variable "), home)
                        .token()
                        .orElseThrow()
                        .secret());
        assertThrows(UserError.class, () -> HubSettings.of(Map.of("HF_ENDPOINT", "nonsense"), home));
    }

    @Test
    void tokenShowsItselfToNobody() {
        HubSettings settings = HubSettings.of(Map.of("HF_TOKEN", "hf_secret"), home);
        assertFalse(settings.toString().contains("hf_secret"), settings::toString);
        UserError error = assertThrows(UserError.class, () -> new HubToken("hf_secret\nX-Header: 1"));
        assertFalse(error.getMessage().contains("hf_secret"), error::getMessage);
    }

    @Test
    void hashesAreThoseOfGitAndOfSha256() {
        // git hash-object of "hello\n"
        byte[] hello = "hello\n".getBytes(StandardCharsets.UTF_8);
        assertSound("ce013625030ba8dba906f756967f9e9ca394464a", hello);
        assertSound("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", hello);
        assertThrows(UserError.class, () -> new BlobHash("../../x"));
    }

    private static void assertSound(String hex, byte[] content) {
        BlobHash hash = new BlobHash(hex);
        MessageDigest digest = hash.digest(content.length);
        digest.update(content);
        assertTrue(hash.matches(digest), hex);
    }

    @Test
    void addressesAreEscaped() {
        assertEquals("a%20b/%C3%A9%23%3F.json", HubHttp.escape("a b/é#?.json", true));
        assertEquals("refs%2Fpr%2F1", HubHttp.escape("refs/pr/1", false));
    }
}
