package dev.gemmatune.model.tokenizer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A vocabulary in Gemma's order: 238 fixed tokens, 256 byte tokens, the learned pieces, runs of tabs, image tokens, and
 * {@code <unusedN>} up to the size. Ids 0 to 493 are those of the released tokenizer.
 */
final class GemmaVocabulary {

    /** What stands for a space. */
    static final String SPACE = "\u2581";
    /** The token whose id is the vocabulary's size; it has no row in the token embedding. */
    static final String IMAGE_SOFT_TOKEN = "<image_soft_token>";

    static final int PAD = 0;
    static final int EOS = 1;
    static final int BOS = 2;
    static final int UNKNOWN = 3;

    private static final int BYTES = 256;
    private static final int UNUSED_BEFORE = 99;
    private static final int LONGEST_RUN = 31;
    private static final List<String> TAG_GROUPS = List.of(
            "table caption thead tbody tfoot tr th td",
            "h1 h2 h3 h4 h5 h6 blockquote",
            "strong em b i u s sub sup code",
            "a html body img span bbox ul li div iframe footer");
    private static final Set<String> SPECIAL = Set.of(
            "<pad>",
            "<eos>",
            "<bos>",
            "<unk>",
            "<start_of_turn>",
            "<end_of_turn>",
            "<start_of_image>",
            "<end_of_image>",
            IMAGE_SOFT_TOKEN);

    private static final int FIRST_LEARNED = leading().size() + BYTES;

    /** What a token is to the tokenizer. */
    enum Kind {
        /** Cut out of the text before anything else. */
        ADDED,
        /** A byte of a character that has no piece. */
        BYTE,
        /** A learned piece. */
        LEARNED
    }

    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final List<Kind> kinds = new ArrayList<>();

    private GemmaVocabulary() {}

    /** How many learned pieces a vocabulary of {@code size} tokens has room for. */
    static int room(int size) {
        return size - FIRST_LEARNED - trailing().size();
    }

    /** The vocabulary of {@code size} tokens with these pieces, best first. */
    static GemmaVocabulary of(List<String> learned, int size) {
        if (learned.size() > room(size)) {
            throw new IllegalArgumentException(
                    "learned must be at most " + room(size) + " pieces for size " + size + ", got " + learned.size());
        }
        GemmaVocabulary vocabulary = new GemmaVocabulary();
        leading().forEach(token -> vocabulary.add(token, Kind.ADDED));
        for (int value = 0; value < BYTES; value++) {
            vocabulary.add(String.format(Locale.ROOT, "<0x%02X>", value), Kind.BYTE);
        }
        learned.forEach(piece -> vocabulary.add(piece, Kind.LEARNED));
        trailing().forEach(token -> vocabulary.add(token, Kind.ADDED));
        for (int number = UNUSED_BEFORE; vocabulary.size() < size; number++) {
            vocabulary.add("<unused" + number + ">", Kind.ADDED);
        }
        return vocabulary;
    }

    /** The id of every token, in their order. */
    Map<String, Integer> ids() {
        return Collections.unmodifiableMap(ids);
    }

    /** What the token of this id is. */
    Kind kind(int id) {
        return kinds.get(id);
    }

    /** The number of tokens, without the one outside. */
    int size() {
        return kinds.size();
    }

    /** The tokens that are cut out of the text, by id, the one outside included. */
    Map<Integer, String> added() {
        Map<Integer, String> added = new LinkedHashMap<>();
        ids.forEach((token, id) -> {
            if (kind(id) == Kind.ADDED) {
                added.put(id, token);
            }
        });
        added.put(size(), IMAGE_SOFT_TOKEN);
        return added;
    }

    /** Whether decoding may leave a token out. */
    static boolean isSpecial(String token) {
        return SPECIAL.contains(token);
    }

    /**
     * How early each token is built out of others: the earlier, the higher. SentencePiece's score: minus the rank of a
     * learned piece, 0 for everything else.
     */
    float score(String token) {
        int id = ids.get(token);
        return kind(id) == Kind.LEARNED ? -(id - FIRST_LEARNED + 1) : 0;
    }

    private void add(String token, Kind kind) {
        if (ids.putIfAbsent(token, kinds.size()) != null) {
            throw new IllegalArgumentException("a token must occur once, got " + token + " twice");
        }
        kinds.add(kind);
    }

    private static List<String> leading() {
        List<String> tokens = new ArrayList<>(List.of("<pad>", "<eos>", "<bos>", "<unk>", "<mask>", "[multimodal]"));
        for (int number = 0; number < UNUSED_BEFORE; number++) {
            tokens.add("<unused" + number + ">");
        }
        tokens.addAll(List.of("<start_of_turn>", "<end_of_turn>"));
        addRuns(tokens, "\n", 1);
        addRuns(tokens, SPACE, 2);
        for (String group : TAG_GROUPS) {
            List<String> tags = List.of(group.split(" "));
            tags.forEach(tag -> tokens.add("<" + tag + ">"));
            tags.forEach(tag -> tokens.add("</" + tag + ">"));
        }
        return tokens;
    }

    private static List<String> trailing() {
        List<String> tokens = new ArrayList<>();
        addRuns(tokens, "\t", 1);
        tokens.addAll(List.of("<start_of_image>", "<end_of_image>"));
        return tokens;
    }

    private static void addRuns(List<String> tokens, String character, int shortest) {
        for (int length = shortest; length <= LONGEST_RUN; length++) {
            tokens.add(character.repeat(length));
        }
    }
}
