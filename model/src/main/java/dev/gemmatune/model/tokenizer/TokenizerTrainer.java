package dev.gemmatune.model.tokenizer;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Learns a tokenizer of Gemma's structure from texts and writes its files. The same texts give the same files.
 *
 * <p>Twenty megabytes of English take some seconds on one core; memory grows with the number of different words.
 */
public final class TokenizerTrainer {

    private static final int LONGEST_PIECE = 16;
    private static final Set<String> NOT_TEXT = Set.of("_id", "id", "label");
    /** Prompts are in front of every text: each of their words counts as this share of all words. */
    private static final long PROMPT_SHARE = 1000;

    /** A text follows a prompt, which ends in a space: its first word is learned as a word after a space. */
    private static final String AFTER_PROMPT = " ";

    private TokenizerTrainer() {}

    /**
     * Learns and writes {@code tokenizer.json}, {@code tokenizer.model} and their configuration.
     *
     * @param texts what to learn from
     * @param prompts texts in front of many others, whose words shall be pieces
     * @param size the number of tokens; what the texts do not fill becomes {@code <unusedN>}
     * @param maxLength the longest text in tokens, for the configuration
     * @param folder where to write; must exist
     * @throws UserError if a file cannot be read, a line is broken, or the size has no room for characters
     */
    public static void train(List<TextSource> texts, Collection<String> prompts, int size, int maxLength, Path folder) {
        TokenizerFiles.write(learn(texts, prompts, size), maxLength, folder);
    }

    /** Learns a vocabulary of {@code size} tokens. */
    static GemmaVocabulary learn(List<TextSource> texts, Collection<String> prompts, int size) {
        WordCounts counts = new WordCounts();
        for (TextSource source : texts) {
            count(source, counts);
        }
        long promptWeight = Math.max(1, counts.total() / PROMPT_SHARE);
        new LinkedHashSet<>(prompts).forEach(prompt -> counts.add(prompt, promptWeight));

        int room = GemmaVocabulary.room(size);
        List<Integer> alphabet = counts.alphabet(Math.max(0, room) / 2);
        if (alphabet.size() < 95) {
            throw new UserError("a tokenizer of " + size + " tokens has no room for characters beside Gemma's "
                    + (size - room) + " fixed tokens; use at least " + (size - room + 200));
        }
        Map<String, Long> words = counts.words(new HashSet<>(alphabet));
        List<String> pieces = new PieceLearner(words, LONGEST_PIECE).learn(room - alphabet.size());
        List<String> learned = new ArrayList<>(pieces);
        alphabet.forEach(character -> learned.add(Character.toString(character)));
        return GemmaVocabulary.of(learned, size);
    }

    private static void count(TextSource source, WordCounts counts) {
        Path file = source.file();
        boolean json = file.toString().endsWith(".jsonl");
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!json) {
                    counts.add(AFTER_PROMPT + line, source.weight());
                } else if (!line.isBlank()) {
                    countRow(Json.parseObject(line, file + " line " + number), source.weight(), counts);
                }
            }
        } catch (NoSuchFileException e) {
            throw new UserError("the text file " + file + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new UserError(file + " is not UTF-8 text; save it as UTF-8", e);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void countRow(JsonObject row, int weight, WordCounts counts) {
        for (Map.Entry<String, JsonElement> member : row.entrySet()) {
            JsonElement value = member.getValue();
            boolean text = value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
            if (text && !NOT_TEXT.contains(member.getKey())) {
                counts.add(AFTER_PROMPT + value.getAsString(), weight);
            }
        }
    }
}
