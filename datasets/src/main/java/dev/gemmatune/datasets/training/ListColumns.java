package dev.gemmatune.datasets.training;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.datasets.lines.Listed;
import dev.gemmatune.datasets.rows.Row;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Columns with lists of texts, as other trainers write them: what they are called there, and how a config maps them. */
final class ListColumns {

    /** FlagEmbedding and E5 (pos, neg), Tevatron (…_passages), DPR (…_ctxs). */
    private static final Set<String> POSITIVES = Set.of("pos", "positives", "positive_passages", "positive_ctxs");

    private static final Set<String> NEGATIVES =
            Set.of("neg", "negatives", "negative_passages", "hard_negative_ctxs", "negative_ctxs");

    private ListColumns() {}

    /**
     * Refuses a first row whose lists are under names that stand for one text, or of other trainers, with the mapping to copy.
     *
     * @throws UserError if its columns have to be mapped
     */
    static void requireMapping(String place, Row row, Columns columns) {
        Map<String, String> mapping = new LinkedHashMap<>(columns.roles());
        List<String> others = new ArrayList<>();
        boolean needed = false;
        for (String column : row.columns()) {
            if (columns.ignored().contains(column)) {
                continue;
            }
            Optional<String> role =
                    Optional.ofNullable(columns.roles().get(column)).or(() -> Role.byName(column));
            Optional<String> meant = meant(column, role, row.value().get(column));
            if (meant.isPresent() && !mapping.containsValue(meant.get())) {
                needed = true;
                mapping.put(column, meant.get());
            } else if (role.isEmpty()) {
                others.add(column);
            }
        }
        if (needed) {
            String map = mapping.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + entry.getValue())
                    .collect(Collectors.joining(", ", "{", "}"));
            throw new UserError(place + ": found lists of texts in the columns " + Listed.of(row.columns())
                    + "; each text of positives makes a row. Copy into data.train: columns: " + map
                    + (others.isEmpty() ? "" : " and ignore: " + Listed.of(others))
                    + " (on the command line --column and --ignore)");
        }
    }

    private static Optional<String> meant(String column, Optional<String> role, JsonElement value) {
        boolean list = value != null && value.isJsonArray();
        if (!list || role.map(found -> isListed(found)).orElse(false)) {
            return Optional.empty();
        }
        if (role.isEmpty()) {
            return POSITIVES.contains(column)
                    ? Optional.of(Role.POSITIVES)
                    : Optional.of(Role.NEGATIVES).filter(negatives -> NEGATIVES.contains(column));
        }
        return role.get().equals(Role.POSITIVE)
                ? Optional.of(Role.POSITIVES)
                : Optional.of(Role.NEGATIVES).filter(negatives -> role.get().equals(Role.NEGATIVE));
    }

    private static boolean isListed(String role) {
        return role.equals(Role.POSITIVES) || role.equals(Role.NEGATIVES);
    }

    /** The texts of a list; none where it is null or an empty cell. Objects are passages with a text and perhaps a title. */
    static List<String> texts(Row row, String column) {
        if (row.isVoid(column)) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        row.array(column).forEach(element -> texts.add(text(element, column, row.place())));
        return texts;
    }

    private static String text(JsonElement element, String column, String place) {
        String text = element.isJsonObject() ? passage(element.getAsJsonObject()) : string(element);
        if (text.isBlank()) {
            throw new UserError(place + ": \"" + column
                    + "\" must be an array of strings that are not empty, but holds " + Json.describe(element));
        }
        return Row.wellFormed(text, column, place);
    }

    private static String passage(JsonObject passage) {
        return (string(passage.get("title")) + " " + string(passage.get("text"))).strip();
    }

    private static String string(JsonElement element) {
        boolean isString = element != null
                && element.isJsonPrimitive()
                && element.getAsJsonPrimitive().isString();
        return isString ? element.getAsString() : "";
    }
}
