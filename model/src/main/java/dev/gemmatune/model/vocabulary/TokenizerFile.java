package dev.gemmatune.model.vocabulary;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.vocabulary.TokenizerSettings.Setting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A {@code tokenizer.json} that has been checked: it is of Gemma's structure, and each of its tokens has a row of the
 * token embedding. The tokenizers library reads whatever there is, and some of what there could be ends the process or
 * never ends; so this comes first.
 *
 * @param boundaries where texts can be cut
 * @param withoutPiece the added tokens that the vocabulary does not hold, by content; the library numbers them itself
 */
public record TokenizerFile(PieceBoundaries boundaries, Map<String, Integer> withoutPiece) {

    /** The ids on which model and training rest. */
    public static final Map<String, Integer> FIXED = Map.of("<pad>", 0, "<eos>", 1, "<bos>", 2, "<unk>", 3);

    /** Lies just outside the token embedding; written in a text, it counts as unknown. */
    private static final String IMAGE_SOFT_TOKEN = "<image_soft_token>";

    private static final List<String> LIMITS = List.of("truncation", "padding");

    private static final int BYTES = 256;
    private static final int LONGEST_TOKEN = 256;
    private static final long LARGEST = 256L << 20;

    /**
     * Checks a file.
     *
     * @param rows the rows of the token embedding
     * @throws UserError naming the setting or the token that is not Gemma's, or has no row
     */
    public static TokenizerFile check(Path file, int rows) {
        return Content.read(file).check(rows);
    }

    /** The content of a file, read once: what is checked is what the library gets. */
    public static final class Content {

        private final Path file;
        private final byte[] json;

        private Content(Path file, byte[] json) {
            this.file = file;
            this.json = json;
        }

        /**
         * Reads a file.
         *
         * @throws UserError if it cannot be read, or is larger than any tokenizer
         */
        public static Content read(Path file) {
            try {
                if (Files.size(file) > LARGEST) {
                    throw new UserError(file + " has " + (Files.size(file) >> 20) + " MB, where Gemma's has 33 and at"
                            + " most " + (LARGEST >> 20) + " are expected; take the file that came with the weights");
                }
                return new Content(file, CompactJson.of(Files.readAllBytes(file)));
            } catch (IOException e) {
                throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
            }
        }

        /** The JSON, shorter than the file; the array itself. */
        public byte[] json() {
            return json;
        }

        /**
         * Checks the settings alone, by far the shortest part: with these the library can be trusted with the rest.
         *
         * @throws UserError naming the setting that is not Gemma's
         */
        public void checkSettings() {
            check(scanner -> new Reading(scanner, file, Integer.MAX_VALUE).readSettings());
        }

        /**
         * Checks everything.
         *
         * @param rows the rows of the token embedding
         * @throws UserError naming the setting or the token that is not Gemma's, or has no row
         */
        public TokenizerFile check(int rows) {
            TokenizerFile[] checked = new TokenizerFile[1];
            check(scanner -> checked[0] = new Reading(scanner, file, rows).read());
            return checked[0];
        }

        private void check(Check check) {
            try {
                try (JsonScanner scanner = new JsonScanner(file, new ByteArrayInputStream(json))) {
                    check.make(scanner);
                } catch (UserError e) {
                    try (JsonScanner scanner = new JsonScanner(file, Files.newInputStream(file))) {
                        check.make(scanner); // It says the same, with the places in the file.
                    }
                    throw e;
                }
            } catch (IOException e) {
                throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
            }
        }

        /** What is done with JSON. */
        private interface Check {
            void make(JsonScanner scanner) throws IOException;
        }
    }

    /**
     * Copies a file. Its truncation and padding, which sentence-transformers and this program overrule and other readers
     * obey, are not taken along; without any, the copy has the same bytes.
     *
     * @param source a checked file
     * @param target a file that does not exist
     */
    public static void copyWithoutLimits(Path source, Path target) throws IOException {
        if (!hasLimits(source)) {
            Files.copy(source, target);
            return;
        }
        JsonObject file = Json.readObject(source);
        LIMITS.forEach(name -> file.add(name, JsonNull.INSTANCE));
        Files.writeString(target, Json.compact(file));
    }

    private static boolean hasLimits(Path file) throws IOException {
        boolean found = false;
        try (JsonScanner json = new JsonScanner(file, Files.newInputStream(file))) {
            for (boolean more = json.enter('{', '}'); more; more = json.more('}')) {
                boolean limit = LIMITS.contains(json.name());
                int first = json.peek();
                if (limit || (first != '{' && first != '[')) {
                    found |= !json.value().isJsonNull() && limit;
                } else {
                    json.skip();
                }
            }
        }
        return found;
    }

    /** One pass over a file. */
    private static final class Reading {

        private record Added(String content, long id) {}

        private final JsonScanner json;
        private final Path file;
        private final int rows;
        private final PieceBoundaries boundaries = new PieceBoundaries();
        private final PieceTable pieces = new PieceTable();
        private final BitSet ids = new BitSet();
        private final BitSet bytes = new BitSet();
        private final List<Added> added = new ArrayList<>();
        private JsonElement processor = JsonNull.INSTANCE;

        private Reading(JsonScanner json, Path file, int rows) {
            this.json = json;
            this.file = file;
            this.rows = rows;
        }

        private void readSettings() throws IOException {
            members(TokenizerSettings.FILE, "", name -> {
                switch (name) {
                    case "added_tokens" -> json.skip();
                    case "post_processor" -> processor = json.value();
                    default -> members(TokenizerSettings.MODEL, "model.", part -> json.skip());
                }
            });
            json.end();
            TokenizerSettings.checkTemplate(processor, FIXED, file);
        }

        private TokenizerFile read() throws IOException {
            members(TokenizerSettings.FILE, "", name -> {
                switch (name) {
                    case "added_tokens" -> readAdded();
                    case "post_processor" -> processor = json.value();
                    default ->
                        members(TokenizerSettings.MODEL, "model.", part -> {
                            if (part.equals("vocab")) {
                                readVocabulary();
                            } else {
                                json.skip(); // The library says itself which of the merges are none.
                            }
                        });
                }
            });
            json.end();
            checkFixed();
            TokenizerSettings.checkTemplate(processor, FIXED, file);
            return new TokenizerFile(boundaries, withoutPiece());
        }

        /** What takes a member whose name has been read. */
        private interface Member {
            void read(String name) throws IOException;
        }

        private void members(Map<String, Setting> settings, String place, Member other) throws IOException {
            Set<String> found = new HashSet<>();
            for (boolean more = json.enter('{', '}'); more; more = json.more('}')) {
                String name = json.name();
                if (!found.add(name)) {
                    throw new UserError(file + " has " + place + name + " twice; save the tokenizer again");
                }
                if (settings.containsKey(name) && settings.get(name).decision() == TokenizerSettings.Decision.READ) {
                    other.read(name);
                } else {
                    TokenizerSettings.check(
                            settings,
                            name,
                            settings.containsKey(name) ? json.value() : JsonNull.INSTANCE,
                            place + name,
                            file);
                }
            }
            TokenizerSettings.checkMissing(settings, found, place, file);
        }

        private void readAdded() throws IOException {
            for (boolean more = json.enter('[', ']'); more; more = json.more(']')) {
                String[] content = {""};
                long[] id = {-1};
                String place = "added_tokens[" + added.size() + "].";
                members(TokenizerSettings.ADDED_TOKEN, place, name -> {
                    if (name.equals("id")) {
                        id[0] = json.integer();
                    } else {
                        content[0] = json.string();
                    }
                });
                if (content[0].isEmpty()) {
                    throw new UserError(file + ": " + place + "content is empty; an added token has a text");
                }
                add(content[0]);
                added.add(new Added(content[0], id[0]));
            }
        }

        private void readVocabulary() throws IOException {
            for (boolean more = json.enter('{', '}'); more; more = json.more('}')) {
                String piece = json.name();
                long id = json.integer();
                if (id < 0 || id >= rows) {
                    throw new UserError(file + ": the piece " + shown(piece) + " has the id " + id
                            + ", but the token embedding has the rows 0 to " + (rows - 1)
                            + "; this tokenizer belongs to another model, take the file that came with the weights");
                }
                int before = pieces.put(piece, (int) id);
                if (before != PieceTable.NONE || ids.get((int) id)) {
                    throw new UserError(file + ": the piece " + shown(piece)
                            + (before != PieceTable.NONE
                                    ? " is there twice"
                                    : " has the id " + id + ", which another piece has too")
                            + "; take the file that came with the weights");
                }
                ids.set((int) id);
                if (!isByte(piece) && !piece.isEmpty()) {
                    add(piece);
                    if (piece.contains("<0x") && piece.length() > "<0x00>".length()) {
                        boundaries.doubt(); // Perhaps made of bytes, whose characters it does not show.
                    }
                }
            }
        }

        private void add(String token) {
            if (token.length() > LONGEST_TOKEN) {
                throw new UserError(file + ": a token has " + token.length() + " characters, " + shown(token)
                        + "; at most " + LONGEST_TOKEN + " are expected");
            }
            boundaries.add(token);
        }

        private boolean isByte(String piece) {
            if (piece.length() != "<0x00>".length() || !piece.startsWith("<0x") || !piece.endsWith(">")) {
                return false;
            }
            int high = "0123456789ABCDEF".indexOf(piece.charAt(3));
            int low = "0123456789ABCDEF".indexOf(piece.charAt(4));
            if (high < 0 || low < 0) {
                return false;
            }
            bytes.set(16 * high + low);
            return true;
        }

        private void checkFixed() {
            Map<String, Object> found = new LinkedHashMap<>();
            FIXED.keySet().stream().sorted().forEach(token -> found.put(token, pieces.get(token)));
            if (!found.equals(FIXED)) {
                throw new UserError(file
                        + ": a tokenizer of Gemma's structure has the ids <pad> 0, <eos> 1, <bos> 2 and"
                        + " <unk> 3 in model.vocab, found " + found + "; take the file that came with the weights");
            }
            if (bytes.cardinality() < BYTES) {
                int missing = bytes.nextClearBit(0);
                throw new UserError(
                        file + ": model.vocab has no piece " + String.format(Locale.ROOT, "<0x%02X>", missing)
                                + "; each of the 256 bytes must have one, so that every text can be encoded");
            }
        }

        private Map<String, Integer> withoutPiece() {
            Map<String, Integer> without = new LinkedHashMap<>();
            Set<String> contents = new HashSet<>();
            for (Added token : added) {
                if (!contents.add(token.content())) {
                    throw new UserError(file + ": the added token " + shown(token.content()) + " is there twice");
                }
                int piece = pieces.get(token.content());
                if (piece != PieceTable.NONE
                        ? piece != token.id()
                        : token.id() >= 0 && token.id() < rows && ids.get((int) token.id())) {
                    throw new UserError(file + ": the added token " + shown(token.content()) + " has the id "
                            + token.id() + ", "
                            + (piece != PieceTable.NONE
                                    ? "but in model.vocab " + piece
                                    : "which is that of another piece"));
                }
                if (piece == PieceTable.NONE) {
                    boolean outside = token.content().equals(IMAGE_SOFT_TOKEN) && token.id() <= Integer.MAX_VALUE;
                    if (token.id() < 0 || (token.id() >= rows && !outside)) {
                        throw new UserError(file + ": the added token " + shown(token.content()) + " has the id "
                                + token.id() + ", but the token embedding has the rows 0 to " + (rows - 1)
                                + "; the weights lack its row, or the tokenizer belongs to another model");
                    }
                    if (token.id() < rows) {
                        ids.set((int) token.id());
                    }
                    without.put(token.content(), (int) token.id());
                }
            }
            if (!contents.containsAll(FIXED.keySet())) {
                throw new UserError(file + ": added_tokens must hold <pad>, <eos>, <bos> and <unk>");
            }
            return without;
        }

        private static String shown(String token) {
            String begin = token.length() <= 40 ? token : token.substring(0, 40) + "…";
            return Json.compact(new JsonPrimitive(begin));
        }
    }
}
