package dev.gemmatune.export.gguf;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.tokenizer.TokenPieces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokenizer as llama.cpp's SentencePiece form: pieces, scores and types.
 *
 * <p>llama.cpp joins the two neighbours whose piece has the highest score, the leftmost of equal ones. With the negative
 * rank of a piece's first merge as its score, that is what byte-pair encoding does. Types and the treatment of added
 * tokens are those of {@code _create_vocab_sentencepiece} in ggml-org/llama.cpp's converter.
 */
final class TokenizerMetadata {

    private static final String PREFIX = "tokenizer.ggml.";
    static final String TOKENS = PREFIX + "tokens";
    static final String SCORES = PREFIX + "scores";
    static final String TYPES = PREFIX + "token_type";
    static final String BEGIN = PREFIX + "bos_token_id";
    static final String END = PREFIX + "eos_token_id";

    private static final int NORMAL = 1;
    static final int CONTROL = 3;
    static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;
    private static final int BYTE = 6;
    private static final float ADDED_SCORE = -1000;
    private static final float UNUSED_SCORE = -10000;

    private final List<String> tokens;
    private final List<Float> scores;
    private final List<Integer> types;

    private TokenizerMetadata(int size) {
        tokens = new ArrayList<>(size);
        for (int id = 0; id < size; id++) {
            tokens.add("[PAD" + id + "]");
        }
        scores = new ArrayList<>(Collections.nCopies(size, UNUSED_SCORE));
        types = new ArrayList<>(Collections.nCopies(size, UNUSED));
    }

    static Map<String, GgufValue> of(Checkpoint checkpoint) {
        Path file = checkpoint.folder().resolve(CheckpointFiles.TOKENIZER);
        TokenPieces pieces = TokenPieces.read(file);
        TokenizerMetadata vocabulary = new TokenizerMetadata(checkpoint.config().vocabularySize());
        pieces.ids().forEach((piece, id) -> vocabulary.put(id, piece, score(pieces, piece), type(piece)));
        pieces.added().forEach(vocabulary::putAdded);
        Map<String, GgufValue> values = new LinkedHashMap<>();
        values.put(PREFIX + "model", new GgufValue.Text("llama"));
        values.put(PREFIX + "pre", new GgufValue.Text("default"));
        values.put(TOKENS, new GgufValue.Texts(vocabulary.tokens));
        values.put(SCORES, new GgufValue.Reals(vocabulary.scores));
        values.put(TYPES, new GgufValue.Wholes(vocabulary.types));
        values.put(BEGIN, id(pieces, "<bos>", file));
        values.put(END, id(pieces, "<eos>", file));
        values.put(PREFIX + "unknown_token_id", id(pieces, "<unk>", file));
        values.put(PREFIX + "padding_token_id", id(pieces, "<pad>", file));
        values.put(PREFIX + "add_bos_token", new GgufValue.Truth(true));
        values.put(PREFIX + "add_eos_token", new GgufValue.Truth(true));
        values.put(PREFIX + "add_sep_token", new GgufValue.Truth(false));
        values.put(PREFIX + "add_space_prefix", new GgufValue.Truth(false));
        return values;
    }

    private static GgufValue id(TokenPieces pieces, String token, Path file) {
        Integer id = pieces.ids().get(token);
        if (id == null) {
            throw new UserError(file + " has no token " + token + ", which llama.cpp needs");
        }
        return new GgufValue.Whole(id);
    }

    /** Pieces that no merge makes come after all others; most are single characters, which are never joined. */
    private static float score(TokenPieces pieces, String piece) {
        Integer rank = pieces.mergeRanks().get(piece);
        if (rank != null) {
            return -rank;
        }
        return type(piece) == BYTE ? 0 : -(float) (pieces.mergeRanks().size() + 1);
    }

    private static int type(String piece) {
        return piece.matches("<0x[0-9A-F]{2}>") ? BYTE : NORMAL;
    }

    /** Ids beyond the embedding table, such as that of {@code <image_soft_token>}, cannot be used and are left out. */
    private void put(int id, String token, float score, int type) {
        if (id >= 0 && id < tokens.size()) {
            tokens.set(id, token);
            scores.set(id, score);
            types.set(id, type);
        }
    }

    private void putAdded(int id, TokenPieces.Added added) {
        String content = added.content();
        boolean control =
                added.special() || content.equals("<pad>") || content.equals("<mask>") || content.startsWith("<unused");
        put(id, control ? content : content.replace('▁', ' '), ADDED_SCORE, control ? CONTROL : USER_DEFINED);
    }
}
