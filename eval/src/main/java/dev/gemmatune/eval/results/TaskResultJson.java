package dev.gemmatune.eval.results;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.gemmatune.eval.results.TaskResult.SubsetScores;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link TaskResult} as mteb's JSON. Numbers are rounded to 6 digits, as mteb does, and NaN is written bare, which is
 * not JSON but what mteb writes and reads.
 */
public final class TaskResultJson {

    private static final int DIGITS = 6;

    private TaskResultJson() {}

    /** The object that the file holds. */
    public static JsonObject write(TaskResult result) {
        JsonObject root = new JsonObject();
        root.addProperty("dataset_revision", result.datasetRevision());
        root.addProperty("task_name", result.taskName());
        root.addProperty("mteb_version", result.mtebVersion());
        JsonObject scores = new JsonObject();
        result.scores().forEach((split, subsets) -> {
            JsonArray array = new JsonArray();
            subsets.forEach(subset -> array.add(write(subset, result.mtebVersion())));
            scores.add(split, array);
        });
        root.add("scores", scores);
        boolean timed = !Double.isNaN(result.evaluationSeconds());
        root.addProperty("evaluation_time", timed ? rounded(result.evaluationSeconds()) : null);
        root.add("kg_co2_emissions", JsonNull.INSTANCE);
        root.addProperty("date", rounded(result.unixSeconds()));
        return root;
    }

    /**
     * Reads a file that mteb or gemmatune wrote.
     *
     * @throws UserError if it is missing, broken, or lacks a key that mteb requires
     */
    public static TaskResult read(Path file) {
        JsonObject root = parse(file);
        String place = file.toString();
        JsonElement scores = required(root, "scores", place);
        if (!scores.isJsonObject()) {
            throw new UserError(place + ": \"scores\" must be an object, found " + Json.describe(scores));
        }
        Map<String, List<SubsetScores>> bySplit = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> split : scores.getAsJsonObject().entrySet()) {
            bySplit.put(split.getKey(), subsets(split.getValue(), place + ": scores." + split.getKey()));
        }
        JsonElement version = required(root, "mteb_version", place);
        JsonElement seconds = required(root, "evaluation_time", place);
        return new TaskResult(
                Json.string(root, "task_name", place),
                Json.string(root, "dataset_revision", place),
                version.isJsonNull() ? null : version.getAsString(),
                bySplit,
                seconds.isJsonNull() ? Double.NaN : Json.number(root, "evaluation_time", place),
                root.has("date") && !root.get("date").isJsonNull() ? Json.number(root, "date", place) : Double.NaN);
    }

    private static JsonObject write(SubsetScores subset, String mtebVersion) {
        JsonObject object = new JsonObject();
        subset.metrics().forEach((name, value) -> object.addProperty(name, rounded(value)));
        object.addProperty("main_score", rounded(subset.mainScore()));
        object.addProperty("hf_subset", subset.subset());
        JsonArray languages = new JsonArray();
        subset.languages().forEach(languages::add);
        object.add("languages", languages);
        object.addProperty("mteb_version", mtebVersion);
        return object;
    }

    private static List<SubsetScores> subsets(JsonElement value, String place) {
        if (!value.isJsonArray()) {
            throw new UserError(place + " must be an array, found " + Json.describe(value));
        }
        List<SubsetScores> subsets = new ArrayList<>();
        for (JsonElement element : value.getAsJsonArray()) {
            if (!element.isJsonObject()) {
                throw new UserError(place + " must hold objects, found " + Json.describe(element));
            }
            subsets.add(subset(element.getAsJsonObject(), place));
        }
        return subsets;
    }

    private static SubsetScores subset(JsonObject object, String place) {
        JsonElement languages = required(object, "languages", place);
        if (!languages.isJsonArray()) {
            throw new UserError(place + ".languages must be an array, found " + Json.describe(languages));
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
            if (isNumber(entry.getValue()) && !entry.getKey().equals("main_score")) {
                metrics.put(entry.getKey(), entry.getValue().getAsDouble());
            }
        }
        JsonElement mainScore = required(object, "main_score", place);
        if (!isNumber(mainScore)) {
            throw new UserError(place + ".main_score must be a number, found " + Json.describe(mainScore));
        }
        return new SubsetScores(
                Json.string(object, "hf_subset", place),
                languages.getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsString)
                        .toList(),
                mainScore.getAsDouble(),
                metrics);
    }

    /** Gson reads a bare NaN as a string. */
    private static boolean isNumber(JsonElement value) {
        return value.isJsonPrimitive()
                && (value.getAsJsonPrimitive().isNumber() || value.getAsString().equals("NaN"));
    }

    /** Leniently, because of NaN. */
    private static JsonObject parse(Path file) {
        try {
            JsonElement root = JsonParser.parseString(Files.readString(file));
            if (!root.isJsonObject()) {
                throw new UserError(file + ": expected a JSON object, found " + Json.describe(root));
            }
            return root.getAsJsonObject();
        } catch (NoSuchFileException e) {
            throw new UserError(file + " does not exist", e);
        } catch (JsonParseException e) {
            throw new UserError(file + ": the JSON is broken: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static JsonElement required(JsonObject object, String key, String place) {
        JsonElement value = object.get(key);
        if (value == null) {
            throw new UserError(place + ": the key \"" + key + "\" is missing; found " + object.keySet());
        }
        return value;
    }

    /** Rounded as mteb does and written without exponent; NaN stays NaN. */
    private static Number rounded(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return value;
        }
        BigDecimal digits =
                new BigDecimal(value).setScale(DIGITS, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return digits.scale() < 1 ? digits.setScale(1) : digits;
    }
}
