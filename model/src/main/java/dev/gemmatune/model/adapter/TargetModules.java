package dev.gemmatune.model.adapter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layers that an adapter's settings choose, by PEFT's rules ({@code check_target_module_exists}): a list of names or
 * ends of names, one regular expression for the whole name, or {@code all-linear}; less those that are excluded or lie in
 * other layers.
 *
 * @param chosen {@code target_modules}
 * @param excluded {@code exclude_modules}, if there are any
 * @param layers {@code layers_to_transform}; empty for all
 */
record TargetModules(ModuleNames chosen, Optional<ModuleNames> excluded, List<Integer> layers) {

    private static final Pattern LAYER = Pattern.compile("(.*\\.)?layers\\.(\\d+)\\..*");

    /** A choice of modules by their names. */
    sealed interface ModuleNames {

        /** Whether a module's full name is one of them. */
        boolean contains(String module);

        /** Names, each the whole or the end of a module's name. */
        record Names(List<String> names) implements ModuleNames {
            @Override
            public boolean contains(String module) {
                return names.stream().anyMatch(name -> module.equals(name) || module.endsWith("." + name));
            }
        }

        /** What a regular expression matches as a whole. */
        record Expression(ModulePattern pattern) implements ModuleNames {
            @Override
            public boolean contains(String module) {
                return pattern.matches(module);
            }
        }

        /** Every linear layer. */
        record AllLinear() implements ModuleNames {
            @Override
            public boolean contains(String module) {
                return module.endsWith("_proj");
            }
        }
    }

    static TargetModules read(JsonObject config, String place) {
        ModuleNames chosen = names(config.get("target_modules"), "target_modules", place)
                .orElseThrow(() -> new UserError(place + ": target_modules must name the adapted layers, such as"
                        + " [\"q_proj\", \"v_proj\"], found " + Json.describe(config.get("target_modules"))));
        return new TargetModules(
                chosen,
                names(config.get("exclude_modules"), "exclude_modules", place),
                PeftSettings.integers(config.get("layers_to_transform"), "layers_to_transform", place));
    }

    /** Whether a module is adapted; {@code module} is its name in the transformer. */
    boolean contains(String module) {
        return chosen.contains(module)
                && excluded.stream().noneMatch(names -> names.contains(module))
                && isInLayers(module);
    }

    private boolean isInLayers(String module) {
        Matcher layer = LAYER.matcher(module);
        return layers.isEmpty() || (layer.matches() && layers.contains(Integer.valueOf(layer.group(2))));
    }

    private static Optional<ModuleNames> names(JsonElement value, String key, String place) {
        if (value == null || value.isJsonNull()) {
            return Optional.empty();
        }
        boolean text = value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
        if (text && value.getAsString().equals("all-linear")) {
            return Optional.of(new ModuleNames.AllLinear());
        }
        if (text) {
            return Optional.of(new ModuleNames.Expression(new ModulePattern(value.getAsString(), place + ": " + key)));
        }
        if (!value.isJsonArray()) {
            throw new UserError(place + ": " + key + " must be a list of names, an expression or \"all-linear\", found "
                    + Json.describe(value));
        }
        return Optional.of(new ModuleNames.Names(PeftSettings.strings(value, key, place)));
    }
}
