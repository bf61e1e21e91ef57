package dev.gemmatune.datasets.inspect;

import com.google.gson.JsonElement;
import dev.gemmatune.model.tokenizer.TextTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;

/** What was seen of a column. */
final class ColumnValues {

    /** Ids are no texts, and numbers of tables neither. */
    private static final Pattern ID = Pattern.compile("(?i)(.*[_-])?ids?");

    private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)?\\s*");

    private final String name;
    private final boolean isId;
    private final int limit;
    private final Random random;
    private final LongColumn keys;
    private final IntColumn characters;
    private final List<String> sample = new ArrayList<>();
    private long texts;

    /** At most {@code limit} texts are kept to count their tokens. */
    ColumnValues(String name, int limit, long seed) {
        this.name = name;
        this.isId = ID.matcher(name).matches();
        this.limit = limit;
        this.random = new Random(seed);
        this.keys = LongColumn.create(name);
        this.characters = IntColumn.create(name);
    }

    /** Takes a value in and gives its key, 0 for nothing. */
    long add(JsonElement value) {
        if (value.isJsonArray()) {
            long key = 1;
            for (JsonElement element : value.getAsJsonArray()) {
                key = key * 31 + ValueKey.of(element.toString());
                addText(element);
            }
            keys.append(key);
            return key;
        }
        boolean nothing = value.isJsonNull()
                || (value.isJsonPrimitive() && value.getAsString().isBlank());
        if (nothing) {
            return 0;
        }
        long key = ValueKey.of(value.isJsonPrimitive() ? value.getAsString() : value.toString());
        keys.append(key);
        addText(value);
        return key;
    }

    private void addText(JsonElement value) {
        if (!isId && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()) {
            String text = value.getAsString();
            if (NUMBER.matcher(text).matches()) {
                return;
            }
            texts++;
            characters.append(text.codePointCount(0, text.length()));
            if (sample.size() < limit) {
                sample.add(text);
            } else if (limit > 0) {
                long place = random.nextLong(texts);
                if (place < limit) {
                    sample.set((int) place, text);
                }
            }
        }
    }

    ColumnReport report(DataInspection.Settings settings) {
        Optional<Lengths> inCharacters = texts == 0 ? Optional.empty() : Optional.of(Lengths.of(characters));
        Optional<ColumnReport.Tokens> inTokens = settings.tokenizer()
                .filter(none -> texts > 0)
                .map(tokenizer -> tokens(tokenizer, settings.maxLength()));
        return new ColumnReport(name, keys.size(), keys.countUnique(), inCharacters, inTokens);
    }

    private ColumnReport.Tokens tokens(TextTokenizer tokenizer, int maxLength) {
        IntColumn lengths = IntColumn.create(name);
        tokenizer.encode(sample, "").forEach(tokens -> lengths.append(tokens.length));
        double longer = lengths.isGreaterThan(maxLength).size();
        return new ColumnReport.Tokens(
                Lengths.of(lengths), longer / Math.max(1, lengths.size()), sample.size() < texts);
    }
}
