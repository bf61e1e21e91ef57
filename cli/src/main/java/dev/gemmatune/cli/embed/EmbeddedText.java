package dev.gemmatune.cli.embed;

import dev.gemmatune.datasets.rows.Row;
import java.util.List;

/**
 * A text to embed with what it is known by.
 *
 * @param place where it stands, for messages
 * @param id the row's {@code _id} or {@code id}; null where it has none
 * @param text without a prompt
 */
public record EmbeddedText(String place, String id, String text) {

    private static final List<String> ID_COLUMNS = List.of("_id", "id");

    /**
     * The text of a row.
     *
     * @param column holds the text
     * @param withId whether its id is wanted, which may then be a text or a number
     */
    public static EmbeddedText of(Row row, String column, boolean withId) {
        String id = !withId
                ? null
                : ID_COLUMNS.stream()
                        .filter(name -> !name.equals(column) && !row.isVoid(name))
                        .findFirst()
                        .map(row::id)
                        .orElse(null);
        return new EmbeddedText(row.place(), id, row.textOrBlank(column));
    }
}
