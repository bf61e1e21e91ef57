package dev.gemmatune.model.init;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.tokenizer.TextSource;
import dev.gemmatune.model.tokenizer.TrainingTexts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class FreshCheckpointTest {

    /** The embedding fills two blocks of values and a part of a third. */
    private static final ModelShape TINY = new ModelShape(7, 160, 24, 3, 1, 8, 16, 6, 64, 640, 900);

    private static final WeightSettings VARIED =
            new WeightSettings(new Deviation.Fixed(0.5), new Deviation.PerInputs(2), 0.1, 0.25);

    @TempDir
    Path folder;

    /** The values were compared with an implementation in Python (hashlib, math.log): equal in every bit. */
    @Test
    void weightsAreTheSameBitByBitEverywhere() throws IOException, GeneralSecurityException {
        Path made = folder.resolve("made");
        FreshCheckpoint.write(new InitSettings(TINY, VARIED, 7, EmbeddingGemmaPrompts.all(), trained()), made);
        assertEquals(
                "efb1e6b0a47fac614be9ee2cd8983bd8a3d51f062668eae449220710863e3e62",
                sha256(made.resolve("model.safetensors")));
        assertEquals(
                "2b3bf2d8a396ad443f00f5044a12c4fadc8f379191a1c19af6cdbd9163bfbc66",
                sha256(made.resolve("2_Dense/model.safetensors")));
        assertEquals(
                "250c761cd312debee0103a59ef66bfbcd1d9fa19f924fa38376a1e8f06cad0a6",
                sha256(made.resolve("tokenizer.json")));
    }

    @Test
    void otherSeedGivesOtherWeights() throws IOException, GeneralSecurityException {
        FreshCheckpoint.write(settings(7), folder.resolve("seven"));
        FreshCheckpoint.write(settings(8), folder.resolve("eight"));
        assertNotEquals(
                sha256(folder.resolve("seven/model.safetensors")), sha256(folder.resolve("eight/model.safetensors")));
        assertEquals(sha256(folder.resolve("seven/tokenizer.json")), sha256(folder.resolve("eight/tokenizer.json")));
    }

    @Test
    void checkpointIsWhatTheSettingsSay() throws IOException {
        Path made = folder.resolve("made");
        FreshCheckpoint.write(settings(7), made, "# Fresh\n");
        Checkpoint checkpoint = Checkpoint.open(made);

        assertEquals(TINY.encoder(), checkpoint.config());
        assertEquals(
                List.of(false, false, false, false, false, true, false),
                TINY.encoder().fullAttention());
        assertEquals(TINY.denseLayers(), checkpoint.dense());
        assertEquals(64, checkpoint.maxSequenceLength());
        assertEquals(160, checkpoint.dimension());
        assertEquals(14, checkpoint.prompts().byName().size());
        assertEquals("task: sentence similarity | query: ", checkpoint.prompts().get("STS"));
        assertEquals("# Fresh\n", Files.readString(made.resolve("README.md")));
        JsonObject config = Json.readObject(made.resolve("config.json"));
        assertEquals("8", config.get("query_pre_attn_scalar").toString());
        assertEquals(6, config.get("_sliding_window_pattern").getAsInt());
        assertFalse(Files.exists(made.resolve("4_Normalize")));
    }

    @Test
    void weightsHaveTheScaleOfTheSettings() throws IOException {
        Path made = folder.resolve("made");
        FreshCheckpoint.write(new InitSettings(TINY, VARIED, 3, EmbeddingGemmaPrompts.all(), trained()), made);
        Checkpoint checkpoint = Checkpoint.open(made);
        assertNormal(checkpoint, "embed_tokens.weight", 0, 0.5);
        assertNormal(checkpoint, "layers.3.mlp.up_proj.weight", 0, 2 / Math.sqrt(160));
        assertNormal(checkpoint, "layers.3.mlp.down_proj.weight", 0, 2 / Math.sqrt(24));
        assertNormal(checkpoint, "3_Dense.linear.weight", 0, 2 / Math.sqrt(640));
        assertNormal(checkpoint, "layers.0.input_layernorm.weight", 0, 0.1);
        assertNormal(checkpoint, "layers.0.post_attention_layernorm.weight", -0.75, 0.1);
        assertNormal(checkpoint, "layers.6.post_feedforward_layernorm.weight", -0.75, 0.1);
    }

    @Test
    void normsStartNeutral() throws IOException {
        Path made = folder.resolve("made");
        WeightSettings neutral = new WeightSettings(new Deviation.PerInputs(1), new Deviation.PerInputs(1), 0, 1);
        FreshCheckpoint.write(new InitSettings(TINY, neutral, 3, EmbeddingGemmaPrompts.all(), trained()), made);
        FloatBuffer norm = Checkpoint.open(made)
                .weights("layers.2.post_attention_layernorm.weight")
                .asFloatBuffer();
        for (int i = 0; i < norm.remaining(); i++) {
            assertEquals(0f, norm.get(i));
        }
    }

    @Test
    void tokenizerOfAnotherCheckpointIsTakenAlong() throws IOException {
        Path first = folder.resolve("first");
        FreshCheckpoint.write(settings(7), first);
        Path second = folder.resolve("second");
        TokenizerSource fromFile = new TokenizerSource.FromFile(first.resolve("tokenizer.json"));
        FreshCheckpoint.write(InitSettings.standard(TINY, 7, fromFile), second);
        try (Stream<Path> files = Files.walk(first)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path other = second.resolve(first.relativize(file).toString());
                assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(other), file.toString());
            }
        }
    }

    @Test
    void tokenizerThatDoesNotFitIsRefused() throws IOException {
        Path made = folder.resolve("made");
        FreshCheckpoint.write(settings(7), made);
        Path good = made.resolve("tokenizer.json");
        ModelShape small = new ModelShape(1, 16, 16, 1, 1, 8, 16, 6, 64, 64, 700);
        assertRefused(small, good, text -> text, "the rows 0 to 699");
        assertRefused(TINY, folder.resolve("a.json"), text -> text.replace("\"<eos>\": 1,", "\"<end>\": 1,"), "<eos> 1");
        assertRefused(TINY, folder.resolve("b.json"), text -> text.replace("\"model\"", "\"other\""), "other is a setting");
        assertRefused(TINY, folder.resolve("c.json"), text -> text.substring(0, text.length() / 2), "ends too early");
        assertRefused(TINY, folder.resolve("missing/tokenizer.json"), null, "is not a file");
    }

    @Test
    void impossibleSettingsAreNamed() {
        assertMessage("keyValueHeads", () -> new ModelShape(1, 16, 16, 3, 2, 8, 16, 6, 64, 64, 700));
        assertMessage("headSize", () -> new ModelShape(1, 16, 16, 2, 2, 7, 16, 6, 64, 64, 700));
        assertMessage("layers", () -> new ModelShape(0, 16, 16, 2, 2, 8, 16, 6, 64, 64, 700));
        assertMessage("value", () -> new Deviation.Fixed(Double.NaN));
        assertMessage("gain", () -> new Deviation.PerInputs(-1));
        assertMessage(
                "pieces",
                () -> InitSettings.standard(
                        TINY, 1, new TokenizerSource.Trained(List.of(new TextSource(folder, 1)), 901)));
        assertMessage("texts", () -> new TokenizerSource.Trained(List.of(), 700));
    }

    private InitSettings settings(long seed) throws IOException {
        return InitSettings.standard(TINY, seed, trained());
    }

    private TokenizerSource trained() throws IOException {
        return new TokenizerSource.Trained(List.of(new TextSource(TrainingTexts.write(folder), 1)), 800);
    }

    private void assertRefused(ModelShape shape, Path file, UnaryOperator<String> change, String message)
            throws IOException {
        if (change != null && !Files.exists(file)) {
            Files.writeString(file, change.apply(Files.readString(folder.resolve("made/tokenizer.json"))));
        }
        Path target = folder.resolve("refused");
        InitSettings settings = InitSettings.standard(shape, 1, new TokenizerSource.FromFile(file));
        UserError error = assertThrows(UserError.class, () -> FreshCheckpoint.write(settings, target));
        assertTrue(error.getMessage().contains(message), error.getMessage());
        assertFalse(Files.exists(target));
    }

    private static void assertMessage(String part, Executable executable) {
        String message =
                assertThrows(IllegalArgumentException.class, executable).getMessage();
        assertTrue(message.startsWith(part), message);
    }

    private static void assertNormal(Checkpoint checkpoint, String name, double mean, double deviation) {
        ByteBuffer bytes = checkpoint.weights(name);
        FloatBuffer values = bytes.asFloatBuffer();
        int count = values.remaining();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            sum += values.get(i);
            squares += (values.get(i) - mean) * (values.get(i) - mean);
        }
        double standardError = deviation / Math.sqrt(count);
        assertEquals(mean, sum / count, 4 * standardError, name);
        assertEquals(deviation, Math.sqrt(squares / count), 4 * standardError, name);
    }

    private static String sha256(Path file) throws IOException, GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return HexFormat.of().formatHex(digest);
    }
}
