package dev.gemmatune.datasets.rows;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.datasets.lines.Flaw;
import dev.gemmatune.datasets.lines.FlawedRow;
import dev.gemmatune.datasets.lines.Listed;
import dev.gemmatune.model.Spelling;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A row and where it stands. Values are as JSON has them; those of CSV and TSV are strings, and where a number or a list is
 * asked for, a string that holds one will do.
 *
 * @param place file and line, {@code corpus.jsonl:17}, or file and row, {@code corpus.parquet, row 17}: the start of every
 *     message about the row
 * @param number the line's number where a row is a line, else the row's, from 1
 * @param value the columns by name, in order
 */
public record Row(String place, int number, JsonObject value) {

    private static final Pattern WITH_COMMA = Pattern.compile("[-+]?[0-9]+,[0-9]+");

    /** A comma that may as well part thousands. */
    private static final Pattern THOUSANDS = Pattern.compile("[-+]?[1-9][0-9]{0,2},[0-9]{3}");

    /** More digits than any id has: the few letters of {@code 1e999999999} stand for a gigabyte. */
    private static final int LONGEST_ID = 100;

    /** The names of the columns, in order. */
    public Set<String> columns() {
        return value.keySet();
    }

    /** Whether the column is there and not null. */
    public boolean has(String column) {
        JsonElement member = value.get(column);
        return member != null && !member.isJsonNull();
    }

    /** Whether the column holds nothing: null, or the empty string that CSV has for it. */
    public boolean isVoid(String column) {
        JsonElement member = value.get(column);
        return member == null
                || member.isJsonNull()
                || (member.isJsonPrimitive() && member.getAsString().isEmpty());
    }

    /**
     * A string that is not blank.
     *
     * @throws UserError if it is missing, no string, blank, or holds half of a surrogate pair
     */
    public String text(String column) {
        String text = textOrBlank(column);
        if (text.isBlank()) {
            throw new FlawedRow(Flaw.EMPTY_TEXTS, place + ": \"" + column + "\" is empty; fill it or remove the row");
        }
        return text;
    }

    /**
     * A string, perhaps blank.
     *
     * @throws UserError if it is missing, no string, or holds half of a surrogate pair
     */
    public String textOrBlank(String column) {
        require(column);
        return wellFormed(Json.string(value, column, place), column, place);
    }

    /** A string or a number or a boolean, as text that is not blank: what labels and ids may be. */
    public String label(String column) {
        JsonElement label = require(column);
        if (!label.isJsonPrimitive() || label.getAsString().isBlank()) {
            throw wrong(column, "a text or a number", label);
        }
        return label.getAsString();
    }

    /**
     * An id: a string that is not blank, or a number as its digits, so that {@code 12}, {@code 12.0} and {@code "12"} are the
     * same id, and {@code 1.2E7} is {@code 12000000}.
     *
     * @throws UserError if it is missing or something else
     */
    public String id(String column) {
        return id(column, require(column));
    }

    /** An array of ids, each as {@link #id(String)} has it. */
    public List<String> ids(String column) {
        List<String> ids = new ArrayList<>();
        array(column).forEach(element -> ids.add(id(column, element)));
        return ids;
    }

    /**
     * A finite number.
     *
     * @throws UserError if it is missing or something else
     */
    public double number(String column) {
        return number(column, require(column));
    }

    /** An array, perhaps of strings; in CSV it is written as JSON writes it. */
    public JsonArray array(String column) {
        JsonElement list = require(column);
        boolean written = list.isJsonPrimitive() && list.getAsString().strip().startsWith("[");
        JsonElement read = written ? Json.parse(list.getAsString(), place + ": \"" + column + "\"") : list;
        if (!read.isJsonArray()) {
            throw wrong(column, "an array", read);
        }
        return read.getAsJsonArray();
    }

    /** An array of strings and numbers, as texts. */
    public List<String> texts(String column) {
        List<String> values = new ArrayList<>();
        for (JsonElement element : array(column)) {
            if (!element.isJsonPrimitive()) {
                throw new UserError(
                        place + ": \"" + column + "\" must be a list of texts, but holds " + Json.describe(element));
            }
            values.add(wellFormed(element.getAsString(), column, place));
        }
        return values;
    }

    /** An array of finite numbers. */
    public List<Double> numbers(String column) {
        List<Double> values = new ArrayList<>();
        for (JsonElement element : array(column)) {
            boolean isNumber = element.isJsonPrimitive()
                    && element.getAsJsonPrimitive().isNumber()
                    && Double.isFinite(element.getAsDouble());
            if (!isNumber) {
                throw new UserError(place + ": \"" + column + "\" must be an array of finite numbers, but holds "
                        + Json.describe(element));
            }
            values.add(element.getAsDouble());
        }
        return values;
    }

    /**
     * The same row under other names.
     *
     * @param columns from the names that are asked for to those in the file; what the file has not keeps its name
     */
    public Row renamed(Map<String, String> columns) {
        if (columns.isEmpty()) {
            return this;
        }
        JsonObject object = value.deepCopy();
        columns.forEach((wanted, inFile) -> {
            JsonElement element = value.get(inFile);
            if (element != null) {
                object.add(wanted, element);
            }
        });
        return new Row(place, number, object);
    }

    /** What the row's number counts, with another row's number: {@code line 12}. */
    public String counted(int other) {
        return (place.endsWith(":" + number) ? "line " : "row ") + other;
    }

    /** Text that can be written as UTF-8, or an error that names the column. */
    public static String wellFormed(String text, String column, String place) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : 0)) {
                    throw new UserError(String.format(
                            "%s: \"%s\" holds half of a character (\\u%04x) at position %d; remove it",
                            place, column, (int) text.charAt(i), i + 1));
                }
                i++;
            }
        }
        return text;
    }

    private String id(String column, JsonElement element) {
        boolean isNumber =
                element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
        boolean isString =
                element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
        if (!isNumber && !isString) {
            throw wrong(column, "a text or a number", element);
        }
        String id = isNumber ? digits(column, element) : wellFormed(element.getAsString(), column, place);
        if (id.isBlank()) {
            throw new FlawedRow(Flaw.EMPTY_TEXTS, place + ": \"" + column + "\" is empty; fill it or remove the row");
        }
        return id;
    }

    private String digits(String column, JsonElement number) {
        try {
            BigDecimal value = new BigDecimal(number.getAsString()).stripTrailingZeros();
            if (Math.abs((long) value.scale()) <= LONGEST_ID) {
                return value.toPlainString();
            }
        } catch (NumberFormatException e) {
            // NaN in a column of Parquet; told below.
        }
        throw wrong(column, "a text or a number of at most " + LONGEST_ID + " digits", number);
    }

    private double number(String column, JsonElement element) {
        try {
            double number = element.isJsonPrimitive() ? Double.parseDouble(decimal(column, element)) : Double.NaN;
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, with what was found.
        }
        throw wrong(column, "a number", element);
    }

    /** Digits with a point: tables of much of the world have a comma. */
    private String decimal(String column, JsonElement element) {
        String text = element.getAsString().strip();
        if (!WITH_COMMA.matcher(text).matches()) {
            return text;
        }
        if (THOUSANDS.matcher(text).matches()) {
            throw new UserError(place + ": \"" + column + "\" is \"" + text + "\", which may be "
                    + text.replace(',', '.') + " or " + text.replace(",", "") + "; write one of them");
        }
        return text.replace(',', '.');
    }

    private JsonElement require(String column) {
        JsonElement element = value.get(column);
        if (element == null) {
            String meant = Spelling.nearest(column, columns())
                    .map(near -> "; is it \"" + near + "\"?")
                    .orElse("; rename the column that holds it, or remove the row");
            throw new UserError(
                    place + ": the key \"" + column + "\" is missing; found " + Listed.of(columns()) + meant);
        }
        return element;
    }

    private UserError wrong(String column, String expected, JsonElement found) {
        return new UserError(place + ": \"" + column + "\" must be " + expected + ", found " + Json.describe(found)
                + "; correct it or remove the row");
    }
}
