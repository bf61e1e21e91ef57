package dev.gemmatune.export.gguf;

import dev.gemmatune.export.verify.WrittenTexts;
import dev.gemmatune.model.checkpoint.Prompts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Texts as llama.cpp turns them into ids with the tokens, scores and types of a file: control and user-defined
 * tokens are cut out of the text, the longest first, as its servers do; then the two neighbours whose joint token has the highest score are joined, the leftmost
 * of equal ones, until none has a token; what is no token becomes bytes. After {@code llm_tokenizer_spm_session} in
 * ggml-org/llama.cpp's src/llama-vocab.cpp.
 */
final class LlamaTexts implements WrittenTexts {

    private final Path file;
    private final int maxSequenceLength;
    private final int begin;
    private final int end;
    private final List<Float> scores;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<String> whole;

    /** Reads the tokens of a file. */
    LlamaTexts(Path file, GgufFile content) {
        this.file = file;
        Map<String, GgufValue> metadata = content.metadata();
        this.maxSequenceLength = number(metadata, GemmaMetadata.CONTEXT_LENGTH);
        this.begin = number(metadata, TokenizerMetadata.BEGIN);
        this.end = number(metadata, TokenizerMetadata.END);
        List<String> tokens = ((GgufValue.Texts) metadata.get(TokenizerMetadata.TOKENS)).values();
        this.scores = ((GgufValue.Reals) metadata.get(TokenizerMetadata.SCORES)).values();
        List<Integer> types = ((GgufValue.Wholes) metadata.get(TokenizerMetadata.TYPES)).values();
        List<String> cutOut = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            ids.put(tokens.get(id), id);
            if (types.get(id) == TokenizerMetadata.USER_DEFINED || types.get(id) == TokenizerMetadata.CONTROL) {
                cutOut.add(tokens.get(id));
            }
        }
        cutOut.sort(Comparator.comparing((String token) -> -token.getBytes(StandardCharsets.UTF_8).length));
        this.whole = List.copyOf(cutOut);
    }

    private static int number(Map<String, GgufValue> metadata, String key) {
        return ((GgufValue.Whole) metadata.get(key)).value();
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public int maxSequenceLength() {
        return maxSequenceLength;
    }

    /** A file has no place that llama.cpp would read them from. */
    @Override
    public Optional<Prompts> prompts() {
        return Optional.empty();
    }

    @Override
    public int[] encode(String text) {
        List<Integer> found = new ArrayList<>(List.of(begin));
        encode(text, 0, found);
        found.add(end);
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void close() {
        // Nothing of it is outside Java's heap.
    }

    /** Splits at the first such token from {@code from} on that the text has, and goes on in the parts. */
    private void encode(String text, int from, List<Integer> found) {
        for (int next = from; next < whole.size(); next++) {
            String token = whole.get(next);
            int place = text.indexOf(token);
            if (place >= 0) {
                int start = 0;
                for (; place >= 0; place = text.indexOf(token, start)) {
                    encode(text.substring(start, place), next + 1, found);
                    found.add(ids.get(token));
                    start = place + token.length();
                }
                encode(text.substring(start), next + 1, found);
                return;
            }
        }
        if (!text.isEmpty()) {
            new Joining(text.replace(' ', '▁')).ids(found);
        }
    }

    /** Two neighbours that may be joined; the lengths tell whether they are still those that were found. */
    private record Pair(int left, int right, float score, int length) {}

    /** The characters of a stretch of text, joined step by step. */
    private final class Joining {

        private final String[] symbols;
        private final int[] before;
        private final int[] after;
        private final PriorityQueue<Pair> pairs = new PriorityQueue<>(
                Comparator.comparing((Pair pair) -> -pair.score()).thenComparing(Pair::left));

        private Joining(String text) {
            symbols = text.codePoints().mapToObj(Character::toString).toArray(String[]::new);
            before = new int[symbols.length];
            after = new int[symbols.length];
            for (int i = 0; i < symbols.length; i++) {
                before[i] = i - 1;
                after[i] = i + 1 < symbols.length ? i + 1 : -1;
            }
            for (int i = 1; i < symbols.length; i++) {
                consider(i - 1, i);
            }
        }

        private void consider(int left, int right) {
            if (left < 0 || right < 0) {
                return;
            }
            Integer id = ids.get(symbols[left] + symbols[right]);
            if (id != null) {
                pairs.add(new Pair(left, right, scores.get(id), symbols[left].length() + symbols[right].length()));
            }
        }

        private void ids(List<Integer> found) {
            for (Pair pair = pairs.poll(); pair != null; pair = pairs.poll()) {
                String left = symbols[pair.left()];
                String right = symbols[pair.right()];
                if (!left.isEmpty() && !right.isEmpty() && left.length() + right.length() == pair.length()) {
                    join(pair.left(), pair.right());
                }
            }
            for (int i = 0; i >= 0; i = after[i]) {
                add(symbols[i], found);
            }
        }

        private void join(int left, int right) {
            symbols[left] += symbols[right];
            symbols[right] = "";
            after[left] = after[right];
            if (after[right] >= 0) {
                before[after[right]] = left;
            }
            consider(before[left], left);
            consider(left, after[left]);
        }
    }

    private void add(String symbol, List<Integer> found) {
        Integer id = ids.get(symbol);
        if (id != null) {
            found.add(id);
            return;
        }
        for (byte one : symbol.getBytes(StandardCharsets.UTF_8)) {
            found.add(ids.get(String.format(Locale.ROOT, "<0x%02X>", one)));
        }
    }
}
