package dev.gemmatune.model.reduction;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A vocabulary pruned to a corpus: tokens that its texts do not need are dropped with their rows of the embedding table,
 * which is two thirds of EmbeddingGemma.
 *
 * <p>Kept are the tokens of the texts under every prompt of the checkpoint, every token on the way of byte-pair encoding
 * to them (without those, texts would be cut differently), the byte tokens, printable ASCII, and the added tokens except
 * unused ones. Any text can still be encoded, but one with other words becomes more and smaller tokens than before, and
 * embeds worse: prune to a corpus that is like what will be asked.
 */
public final class VocabularyPruning {

    private static final int FIRST_PRINTABLE = ' ';
    private static final int LAST_PRINTABLE = '~';
    /** Ids 0 to 3: pad, end, begin, unknown. */
    private static final int FIXED = 4;

    private final Checkpoint source;
    private final JsonObject tokenizer;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<Integer, String> tokens = new HashMap<>();
    private final int rows;

    private VocabularyPruning(Checkpoint source) {
        this.source = source;
        this.tokenizer = Json.readObject(source.folder().resolve(CheckpointFiles.TOKENIZER));
        this.rows = source.config().vocabularySize();
        tokenizer.getAsJsonObject("model").getAsJsonObject("vocab").asMap().forEach((token, id) -> {
            ids.put(token, id.getAsInt());
            tokens.put(id.getAsInt(), token);
        });
    }

    /**
     * Writes a checkpoint with the pruned vocabulary, and encodes every text with it to prove that only the ids changed.
     *
     * @param texts the corpus, without prompts
     * @param keepFirst how many of the first tokens to keep as well: their order is that of their use in general text
     * @param target its folder; appears when it is complete
     * @return the new checkpoint
     * @throws UserError if there are no texts, or the folder cannot be written
     */
    public static Checkpoint write(Checkpoint source, List<String> texts, int keepFirst, Path target) {
        if (texts.stream().allMatch(String::isBlank)) {
            throw new UserError(
                    "a vocabulary is pruned to the words of texts, and there are none; give texts like those"
                            + " that will be embedded");
        }
        VocabularyPruning pruning = new VocabularyPruning(source);
        AtomicFiles.writeFolder(target, folder -> {
            Map<Integer, Integer> newIds = pruning.newIds(pruning.kept(texts, keepFirst));
            Path small = Files.createDirectory(folder.resolve("tokenizer.part"));
            new PrunedTokenizer(newIds).write(pruning.tokenizer, source.folder(), small);
            new PrunedWeights(source, pruning.rowsToKeep(newIds)).write(folder, small);
            AtomicFiles.deleteTree(small);
            pruning.prove(Checkpoint.open(folder), texts, newIds);
        });
        return Checkpoint.open(target);
    }

    private BitSet kept(List<String> texts, int keepFirst) {
        BitSet needed = new BitSet();
        try (GemmaTokenizer encoder = encoder(source)) {
            for (String prompt : prompts()) {
                encoder.encode(texts, prompt)
                        .forEach(text -> Arrays.stream(text).forEach(needed::set));
            }
        }
        needed.set(0, Math.min(keepFirst, rows));
        for (int character = FIRST_PRINTABLE; character <= LAST_PRINTABLE; character++) {
            Integer id = ids.get(Character.toString(character));
            if (id != null) {
                needed.set(id);
            }
        }
        close(needed);
        needed.set(0, FIXED);
        for (int value = 0; value < 1 << Byte.SIZE; value++) {
            Integer id = ids.get(String.format(Locale.ROOT, "<0x%02X>", value));
            if (id != null) {
                needed.set(id);
            }
        }
        for (JsonElement element : tokenizer.getAsJsonArray("added_tokens")) {
            JsonObject token = element.getAsJsonObject();
            if (!token.get("content").getAsString().startsWith("<unused")) {
                needed.set(token.get("id").getAsInt());
            }
        }
        return needed;
    }

    /** Adds the tokens through which byte-pair encoding comes to those that are there. */
    private void close(BitSet needed) {
        MergePaths paths = new MergePaths(StreamSupport.stream(
                        tokenizer
                                .getAsJsonObject("model")
                                .getAsJsonArray("merges")
                                .spliterator(),
                        false)
                .map(Merge::of)
                .toList());
        for (int id : needed.stream().toArray()) {
            String token = tokens.get(id);
            if (token != null) {
                paths.of(token).stream()
                        .map(ids::get)
                        .filter(part -> part != null)
                        .forEach(needed::set);
            }
        }
    }

    /** The kept ids in their order, without gaps; those without a row come after the last row. */
    private Map<Integer, Integer> newIds(BitSet kept) {
        Map<Integer, Integer> newIds = new LinkedHashMap<>();
        kept.stream().forEach(id -> newIds.put(id, newIds.size()));
        return newIds;
    }

    private int[] rowsToKeep(Map<Integer, Integer> newIds) {
        return newIds.keySet().stream()
                .mapToInt(Integer::intValue)
                .filter(id -> id < rows)
                .toArray();
    }

    private void prove(Checkpoint pruned, List<String> texts, Map<Integer, Integer> newIds) throws IOException {
        try (GemmaTokenizer before = encoder(source);
                GemmaTokenizer after = encoder(pruned)) {
            for (String prompt : prompts()) {
                List<int[]> expected = before.encode(texts, prompt);
                List<int[]> found = after.encode(texts, prompt);
                for (int i = 0; i < expected.size(); i++) {
                    int[] renumbered =
                            Arrays.stream(expected.get(i)).map(newIds::get).toArray();
                    if (!Arrays.equals(renumbered, found.get(i))) {
                        throw new IllegalStateException(
                                "the pruned tokenizer cuts this text differently: " + prompt + texts.get(i));
                    }
                }
            }
        }
    }

    private Set<String> prompts() {
        Set<String> prompts = new LinkedHashSet<>(source.prompts().byName().values());
        prompts.add("");
        return prompts;
    }

    private static GemmaTokenizer encoder(Checkpoint checkpoint) {
        return GemmaTokenizer.load(checkpoint, Integer.MAX_VALUE);
    }
}
