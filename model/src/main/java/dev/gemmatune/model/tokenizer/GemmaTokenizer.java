package dev.gemmatune.model.tokenizer;

import dev.gemmatune.model.Beside;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.natives.NativePart;
import dev.gemmatune.model.vocabulary.PieceBoundaries;
import dev.gemmatune.model.vocabulary.TokenizerFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The tokenizer of a checkpoint: {@code <bos> text <eos>}, truncated to the model's length with {@code <eos>} kept.
 *
 * <p>Thread-safe. The work is done by Hugging Face's own tokenizers library, for lists on all cores. Of a text that is
 * longer than the model takes only the beginning is tokenized, up to a place that no token reaches across
 * ({@link LongTexts}): the ids are those of the whole text, at the cost of its first tokens.
 */
public final class GemmaTokenizer implements TextTokenizer, AutoCloseable {

    /** Texts per crossing into native code: enough for all cores. */
    private static final int MOST_TEXTS = 1024;
    /** Characters per crossing: little enough to hold what the library makes of them. */
    private static final int MOST_CHARACTERS = 1 << 18;

    private static final int END = 1;
    private static final int BEGIN = 2;
    private static final int UNKNOWN = 3;
    /** Begin and end. */
    private static final int ENDS = 2;

    private final NativePieces pieces;
    private final LongTexts longTexts;
    private final int vocabularySize;
    private final int maxLength;

    private GemmaTokenizer(NativePieces pieces, PieceBoundaries boundaries, int vocabularySize, int maxLength) {
        this.pieces = pieces;
        this.longTexts = new LongTexts(pieces, boundaries, maxLength - ENDS);
        this.vocabularySize = vocabularySize;
        this.maxLength = maxLength;
    }

    /**
     * Loads the tokenizer of a checkpoint.
     *
     * @param maxLength longest result in tokens, at least 2
     * @throws UserError if tokenizer.json cannot be read, is not of Gemma's structure, or does not fit the weights
     */
    public static GemmaTokenizer load(Checkpoint checkpoint, int maxLength) {
        if (maxLength < ENDS) {
            throw new IllegalArgumentException("maxLength must be >= 2 (begin and end), got " + maxLength);
        }
        Path file = checkpoint.folder().resolve(CheckpointFiles.TOKENIZER);
        int rows = checkpoint.config().vocabularySize();
        TokenizerFile.Content content = TokenizerFile.Content.read(file);
        content.checkSettings();
        Beside<TokenizerFile> checking = Beside.of("tokenizer check", () -> content.check(rows));
        NativePieces pieces;
        try {
            pieces = open(file, content);
        } catch (UserError e) {
            checking.get(); // What it finds says more than what the library says.
            throw e;
        }
        try {
            TokenizerFile checked = checking.get();
            checkNumbers(file, pieces, checked.withoutPiece());
            return new GemmaTokenizer(pieces, checked.boundaries(), rows, maxLength);
        } catch (RuntimeException | Error e) {
            pieces.close();
            throw e;
        }
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    /** The ids of one text with the prompt before it. */
    public int[] encode(String text, String prompt) {
        return encode(List.of(text), prompt).get(0);
    }

    @Override
    public List<int[]> encode(List<String> texts, String prompt) {
        int[][] ids = new int[texts.size()][];
        List<LongTexts.Piece> first = new ArrayList<>();
        int start = 0;
        long characters = 0;
        for (int i = 0; i < ids.length; i++) {
            LongTexts.Piece piece = longTexts.first(new PromptedText(prompt, texts.get(i)));
            first.add(piece);
            characters += piece.characters().length();
            if (first.size() == MOST_TEXTS || characters >= MOST_CHARACTERS || i == ids.length - 1) {
                int[][] found = longTexts.encode(first);
                for (int j = 0; j < found.length; j++) {
                    ids[start + j] = withEnds(found[j]);
                }
                first.clear();
                characters = 0;
                start = i + 1;
            }
        }
        return new ArrayList<>(Arrays.asList(ids));
    }

    /**
     * What ids say, without special tokens. Of text that was cut, this is the part that the model reads.
     *
     * @param ids what {@link #encode} has given
     */
    public String decode(int[] ids) {
        return pieces.decode(ids);
    }

    @Override
    public void close() {
        pieces.close();
    }

    private int[] withEnds(int[] content) {
        int[] ids = new int[content.length + ENDS];
        ids[0] = BEGIN;
        for (int i = 0; i < content.length; i++) {
            ids[i + 1] = content[i] < vocabularySize ? content[i] : UNKNOWN;
        }
        ids[ids.length - 1] = END;
        return ids;
    }

    private static NativePieces open(Path file, TokenizerFile.Content content) {
        NativePart.TOKENIZERS.requireRoom();
        try {
            return NativePieces.load(content.json());
        } catch (IOException | RuntimeException e) {
            throw new UserError("cannot load the tokenizer " + file + ": " + e.getMessage(), e);
        }
    }

    /** The library numbers added tokens without a piece by itself, whatever the file says. */
    private static void checkNumbers(Path file, NativePieces pieces, Map<String, Integer> expected) {
        List<String> tokens = List.copyOf(expected.keySet());
        int[][] found = tokens.isEmpty() ? new int[0][] : pieces.encode(tokens);
        for (int i = 0; i < found.length; i++) {
            int id = expected.get(tokens.get(i));
            if (!Arrays.equals(found[i], new int[] {id})) {
                throw new UserError(file + ": the added token " + tokens.get(i) + " has the id " + id
                        + ", but tokenizers give it " + Arrays.toString(found[i])
                        + ": ids go on behind the vocabulary without a gap; save the tokenizer again");
            }
        }
    }
}
