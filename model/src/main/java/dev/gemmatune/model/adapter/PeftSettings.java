package dev.gemmatune.model.adapter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The settings of an adapter folder, {@code adapter_config.json}, each of which is used, known to have no influence on
 * the merged weights, or refused by name unless it is at its default.
 *
 * <p>Keys and defaults: {@code LoraConfig} of huggingface/peft 0.21.0.
 *
 * @param file where they stand
 * @param rank r of the layers that no pattern names
 * @param alpha alpha of the layers that no pattern names
 * @param rankStabilized scale by {@code alpha / sqrt(r)}
 * @param decomposed DoRA: rows have lengths of their own
 * @param ranks r by pattern
 * @param alphas alpha by pattern
 * @param targets the layers that it adapts
 * @param modulesToSave names of modules that are stored whole
 * @param tokenIndices ids of the tokens whose rows are stored, in the order of these
 */
record PeftSettings(
        Path file,
        int rank,
        double alpha,
        boolean rankStabilized,
        boolean decomposed,
        Map<ModulePattern, Double> ranks,
        Map<ModulePattern, Double> alphas,
        TargetModules targets,
        List<String> modulesToSave,
        List<Integer> tokenIndices) {

    /** What becomes of a setting. */
    enum Decision {
        /** Read, and part of the result. */
        USED,
        /** Of training, or of how PEFT computes; the merged weights do not depend on it. */
        NO_INFLUENCE,
        /** Would change the result in a way that is not computed here: nothing but its default is taken. */
        REFUSED
    }

    /** Of alphas; those of real adapters are below a thousand. */
    private static final double LARGEST = 1e6;

    /** The decision on each setting that PEFT writes. */
    static final Map<String, Decision> DECISIONS = decisions();

    /** Starts of A and B after which the base model's weights are what they were. The others take them apart. */
    private static final Set<String> PLAIN_STARTS = Set.of("true", "false", "gaussian", "eva", "orthogonal", "mica");

    /** The JSON types of the settings that nothing else looks at, by the words of {@link Json#describe}. */
    private static final Map<String, List<String>> TYPES = types();

    private static Map<String, List<String>> types() {
        Map<String, List<String>> types = new TreeMap<>();
        List.of("base_model_name_or_path", "revision", "task_type", "peft_version", "bias", "megatron_core")
                .forEach(key -> types.put(key, List.of("a string")));
        List.of("lora_dropout", "qalora_group_size").forEach(key -> types.put(key, List.of("a number")));
        List.of("inference_mode", "fan_in_fan_out", "ensure_weight_tying")
                .forEach(key -> types.put(key, List.of("a boolean")));
        List.of("auto_mapping", "runtime_config", "loftq_config", "eva_config", "corda_config", "lora_ga_config")
                .forEach(key -> types.put(key, List.of("an object")));
        types.put("layers_pattern", List.of("a string", "an array"));
        return types;
    }

    private static Map<String, Decision> decisions() {
        Map<String, Decision> decisions = new TreeMap<>();
        List.of(
                        "peft_type",
                        "base_model_name_or_path",
                        "revision",
                        "r",
                        "lora_alpha",
                        "use_rslora",
                        "use_dora",
                        "rank_pattern",
                        "alpha_pattern",
                        "target_modules",
                        "exclude_modules",
                        "layers_to_transform",
                        "modules_to_save",
                        "trainable_token_indices",
                        "init_lora_weights")
                .forEach(key -> decisions.put(key, Decision.USED));
        List.of(
                        "task_type",
                        "auto_mapping",
                        "peft_version",
                        "inference_mode",
                        "lora_dropout",
                        "runtime_config",
                        // A linear layer is no Conv1D: PEFT itself sets it to false there.
                        "fan_in_fan_out",
                        // The encoder has no biases; a bias in the file is refused as a tensor.
                        "bias",
                        // "layers" is the only list of layers that the encoder has.
                        "layers_pattern",
                        // There is no output layer that the token embedding could be tied to.
                        "ensure_weight_tying",
                        "megatron_core",
                        "qalora_group_size",
                        // Of the starts that init_lora_weights names.
                        "loftq_config",
                        "eva_config",
                        "corda_config",
                        "lora_ga_config")
                .forEach(key -> decisions.put(key, Decision.NO_INFLUENCE));
        List.of(
                        "lora_bias",
                        "layer_replication",
                        "target_parameters",
                        "megatron_config",
                        "alora_invocation_tokens",
                        "use_qalora",
                        "use_bdlora",
                        "velora_config",
                        "monteclora_config",
                        "arrow_config",
                        "kasa_config")
                .forEach(key -> decisions.put(key, Decision.REFUSED));
        return decisions;
    }

    /**
     * Reads the settings of a folder.
     *
     * @throws UserError naming the setting that is missing, of the wrong type, unknown or not computed here
     */
    static PeftSettings read(Path folder) {
        Path file = folder.resolve(AdapterFolder.CONFIG);
        if (!Files.exists(file)) {
            throw new UserError(file + " does not exist; an adapter folder needs its settings there");
        }
        JsonObject config = Json.readObject(file);
        String place = file.toString();
        config.keySet().forEach(key -> check(config, key, place));
        String type = Json.string(config, "peft_type", place);
        if (!type.equals("LORA")) {
            throw new UserError(place + ": peft_type is " + type + "; LORA can be read. " + REMEDY);
        }
        checkStart(config.get("init_lora_weights"), place);
        checkBias(config.get("bias"), place);
        int rank = Json.integer(config, "r", place);
        double alpha = Json.number(config, "lora_alpha", place);
        require(rank >= 1, place, "r must be >= 1, found " + rank);
        requireSound("lora_alpha", alpha, place);
        return new PeftSettings(
                file,
                rank,
                alpha,
                isTrue(config, "use_rslora", place),
                isTrue(config, "use_dora", place),
                numbers(config, "rank_pattern", place),
                numbers(config, "alpha_pattern", place),
                TargetModules.read(config, place),
                strings(config.get("modules_to_save"), "modules_to_save", place),
                tokens(config.get("trainable_token_indices"), place));
    }

    /** What the user can do about an adapter that is not read here. */
    static final String REMEDY = "Merge the adapter with PEFT's merge_and_unload, save the model and open that";

    /** r of a layer. */
    int rank(String module) {
        double found = ofPattern(ranks, module, rank);
        require(found >= 1 && found == Math.rint(found), file.toString(), "rank_pattern gives " + module + " " + found);
        return (int) found;
    }

    /** The factor of a layer's update. */
    double scaling(String module) {
        double ofModule = ofPattern(alphas, module, alpha);
        return ofModule / (rankStabilized ? Math.sqrt(rank(module)) : rank(module));
    }

    /** The first pattern that is the module's name or its end wins, as in PEFT's {@code get_pattern_key}. */
    private static double ofPattern(Map<ModulePattern, Double> patterns, String module, double otherwise) {
        for (Map.Entry<ModulePattern, Double> pattern : patterns.entrySet()) {
            if (pattern.getKey().matches(module)) {
                return pattern.getValue();
            }
        }
        return otherwise;
    }

    private static void check(JsonObject config, String key, String place) {
        Decision decision = DECISIONS.get(key);
        if (decision == null && !isDefault(config.get(key))) {
            throw new UserError(place + ": the setting " + key + " is unknown here, and it is "
                    + Json.describe(config.get(key)) + "; its meaning for the weights cannot be told. " + REMEDY);
        }
        List<String> types = TYPES.getOrDefault(key, List.of());
        String found = Json.describe(config.get(key));
        if (!types.isEmpty() && !found.equals("null") && types.stream().noneMatch(found::startsWith)) {
            throw new UserError(place + ": " + key + " must be " + String.join(" or ", types) + ", found " + found
                    + "; take the value that PEFT wrote");
        }
        if (decision == Decision.REFUSED && !isDefault(config.get(key))) {
            throw new UserError(place + ": " + key + " is set (" + Json.describe(config.get(key))
                    + "), which cannot be computed here. " + REMEDY);
        }
    }

    private static void checkStart(JsonElement start, String place) {
        if (start == null || start.isJsonNull()) {
            return;
        }
        if (!start.isJsonPrimitive() || !PLAIN_STARTS.contains(start.getAsString())) {
            throw new UserError(place + ": init_lora_weights is " + Json.describe(start)
                    + ", after which the adapter belongs to changed weights of the base model and not to the base model"
                    + " itself. Save it again with PEFT's path_initial_model_for_weight_conversion, or merge it with"
                    + " merge_and_unload, save the model and open that");
        }
    }

    private static void checkBias(JsonElement bias, String place) {
        require(
                bias == null
                        || bias.isJsonNull()
                        || List.of("none", "all", "lora_only").contains(bias.getAsString()),
                place,
                "bias must be none, all or lora_only, found " + bias);
    }

    private static boolean isDefault(JsonElement value) {
        return value.isJsonNull()
                || (value.isJsonPrimitive() && value.getAsString().equals("false"))
                || (value.isJsonObject() && value.getAsJsonObject().isEmpty())
                || (value.isJsonArray() && value.getAsJsonArray().isEmpty());
    }

    private static boolean isTrue(JsonObject config, String key, String place) {
        JsonElement value = config.get(key);
        if (value == null || value.isJsonNull()) {
            return false;
        }
        require(
                value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean(),
                place,
                key + " must be true or false, found " + Json.describe(value));
        return value.getAsBoolean();
    }

    private static Map<ModulePattern, Double> numbers(JsonObject config, String key, String place) {
        Map<ModulePattern, Double> numbers = new LinkedHashMap<>();
        JsonElement value = config.get(key);
        if (value == null || value.isJsonNull()) {
            return numbers;
        }
        for (String pattern : Json.asObject(value, place + " (" + key + ")").keySet()) {
            double number = Json.number(value.getAsJsonObject(), pattern, place + " (" + key + ")");
            requireSound(key + " for " + pattern, number, place);
            numbers.put(new ModulePattern("(.*\\.)?(" + pattern + ")", place + ": " + key), number);
        }
        return numbers;
    }

    /** Every update is multiplied by it: with more, weights would be infinite. */
    private static void requireSound(String key, double number, String place) {
        require(
                Math.abs(number) <= LARGEST,
                place,
                key + " must be -1e6 to 1e6, found " + number + "; take the value that the adapter was trained with");
    }

    /** The strings of a list; empty if there is none. */
    static List<String> strings(JsonElement value, String key, String place) {
        return list(value, key, "strings", place, element -> {
            boolean string =
                    element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
            return string ? element.getAsString() : null;
        });
    }

    /** The whole numbers of a list, or a single one; empty if there is none. */
    static List<Integer> integers(JsonElement value, String key, String place) {
        return list(value, key, "whole numbers", place, element -> {
            boolean number =
                    element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
            double found = number ? element.getAsDouble() : Double.NaN;
            return found == Math.rint(found) && Math.abs(found) <= Integer.MAX_VALUE ? (int) found : null;
        });
    }

    private static <T> List<T> list(
            JsonElement value, String key, String what, String place, Function<JsonElement, T> read) {
        List<T> found = new ArrayList<>();
        if (value == null || value.isJsonNull()) {
            return found;
        }
        List<JsonElement> elements =
                value.isJsonArray() ? value.getAsJsonArray().asList() : List.of(value);
        for (JsonElement element : elements) {
            T one = read.apply(element);
            if (one == null) {
                throw new UserError(
                        place + ": " + key + " must be a list of " + what + ", found " + Json.describe(element));
            }
            found.add(one);
        }
        return found;
    }

    /** A list of ids, or an object with the list of the token embedding. */
    private static List<Integer> tokens(JsonElement value, String place) {
        String key = "trainable_token_indices";
        List<Integer> tokens = tokenList(value, place);
        require(Set.copyOf(tokens).size() == tokens.size(), place, key + " holds a token twice");
        return tokens;
    }

    private static List<Integer> tokenList(JsonElement value, String place) {
        String key = "trainable_token_indices";
        if (value == null || !value.isJsonObject()) {
            return integers(value, key, place);
        }
        JsonObject byModule = value.getAsJsonObject();
        for (String module : byModule.keySet()) {
            require(
                    module.equals("embed_tokens") || module.endsWith(".embed_tokens"),
                    place,
                    key + " names " + module + "; embed_tokens is the embedding that there is");
        }
        require(byModule.size() <= 1, place, key + " names the embedding more than once: " + byModule.keySet());
        return byModule.isEmpty()
                ? List.of()
                : integers(byModule.get(byModule.keySet().iterator().next()), key, place);
    }

    private static void require(boolean holds, String place, String message) {
        if (!holds) {
            throw new UserError(place + ": " + message);
        }
    }
}
