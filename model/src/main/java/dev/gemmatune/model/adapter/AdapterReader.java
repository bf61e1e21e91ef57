package dev.gemmatune.model.adapter;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.TensorNames;
import dev.gemmatune.model.safetensors.SafetensorsFile;
import dev.gemmatune.model.safetensors.TensorEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an adapter's tensors: each one becomes a change of a weight, or is refused by name.
 *
 * <p>Names as {@code get_peft_model_state_dict} of huggingface/peft 0.21.0 writes them; a name of the adapter
 * ({@code .default}) that was left in them is taken out.
 */
final class AdapterReader {

    /** {@code model.} where a language model was wrapped and not the encoder alone. */
    private static final Pattern PREFIX = Pattern.compile("base_model\\.model\\.(?:model\\.|language_model\\.)*");

    private static final Pattern FACTOR = Pattern.compile("(.+)\\.lora_(A|B)(?:\\.default)?\\.weight");
    private static final Pattern MAGNITUDE =
            Pattern.compile("(.+)\\.lora_magnitude_vector(?:\\.default)?(?:\\.weight)?");
    private static final Pattern EMBEDDING_FACTOR =
            Pattern.compile("embed_tokens\\.lora_embedding_(A|B)(?:\\.default)?");
    private static final Pattern TOKENS =
            Pattern.compile("embed_tokens\\.(?:token_adapter\\.)?trainable_tokens_delta(?:\\.default)?");
    private static final Pattern WHOLE =
            Pattern.compile("(.+?)(?:\\.base_layer|\\.modules_to_save(?:\\.default)?)?\\.weight");

    private static final String EMBEDDING_MODULE = "embed_tokens";

    /** A tensor and the file that holds it. */
    private record Stored(SafetensorsFile file, TensorEntry entry) {
        float[] values() {
            float[] values = StoredAdapter.values(file.copyAsFloat32(entry.name()));
            checkFinite(values, file, entry.name());
            return values;
        }
    }

    /**
     * Looks for values that are no numbers.
     *
     * @throws UserError naming the tensor
     */
    static void checkFinite(float[] values, SafetensorsFile file, String tensor) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new UserError(file.path() + ": the tensor " + tensor + " holds " + value
                        + "; the training that wrote it went wrong, so take an earlier checkpoint of it");
            }
        }
    }

    private final PeftSettings settings;
    private final Checkpoint base;
    private final Map<String, Stored> downs = new LinkedHashMap<>();
    private final Map<String, Stored> ups = new LinkedHashMap<>();
    private final Map<String, Stored> magnitudes = new LinkedHashMap<>();
    private final Map<String, List<WeightChange>> changes = new LinkedHashMap<>();

    private AdapterReader(PeftSettings settings, Checkpoint base) {
        this.settings = settings;
        this.base = base;
    }

    static StoredAdapter read(Path folder, Checkpoint base) {
        AdapterReader reader = new AdapterReader(PeftSettings.read(folder), base);
        Optional<SafetensorsFile> file = open(folder);
        file.ifPresent(found -> found.entries().values().forEach(entry -> reader.take(new Stored(found, entry))));
        Path dense = folder.resolve(AdapterFolder.DENSE_WEIGHTS);
        if (Files.exists(dense)) {
            SafetensorsFile denseFile = SafetensorsFile.open(dense);
            denseFile.entries().values().forEach(entry -> reader.take(new Stored(denseFile, entry)));
        }
        return reader.adapter();
    }

    /** PEFT's tensors; none where only dense layers are adapted. */
    private static Optional<SafetensorsFile> open(Path folder) {
        Path file = folder.resolve(AdapterFolder.WEIGHTS);
        if (Files.exists(file)) {
            return Optional.of(SafetensorsFile.open(file));
        }
        Path pickled = folder.resolve("adapter_model.bin");
        if (Files.exists(pickled)) {
            throw new UserError(
                    pickled + " is a pickle, which can run any code when it is read, and so is not read here;"
                            + " load the adapter with PEFT and save it again with save_pretrained(…, safe_serialization=True)");
        }
        if (Files.exists(folder.resolve(AdapterFolder.DENSE_WEIGHTS))) {
            return Optional.empty();
        }
        throw new UserError(file + " does not exist; an adapter folder needs its tensors there");
    }

    private void take(Stored stored) {
        Matcher prefix = PREFIX.matcher(stored.entry().name());
        String name = prefix.lookingAt() ? stored.entry().name().substring(prefix.end()) : "";
        Matcher factor = FACTOR.matcher(name);
        Matcher magnitude = MAGNITUDE.matcher(name);
        Matcher embedding = EMBEDDING_FACTOR.matcher(name);
        Matcher whole = WHOLE.matcher(name);
        if (factor.matches() && isLinear(factor.group(1))) {
            put(factor.group(2).equals("A") ? downs : ups, factor.group(1), stored);
        } else if (settings.decomposed() && magnitude.matches() && isLinear(magnitude.group(1))) {
            put(magnitudes, magnitude.group(1), stored);
        } else if (embedding.matches() && !settings.decomposed()) {
            put(embedding.group(1).equals("A") ? downs : ups, EMBEDDING_MODULE, stored);
        } else if (TOKENS.matcher(name).matches()) {
            change(TensorNames.EMBEDDING, tokenRows(stored));
        } else if (whole.matches() && base.shapes().containsKey(whole.group(1) + ".weight")) {
            replace(whole.group(1) + ".weight", stored);
        } else {
            throw refused(stored, "is none that can be merged into " + base.folder());
        }
    }

    private boolean isLinear(String module) {
        return base.shapes().containsKey(LinearLayers.weight(module))
                && base.shapes().get(LinearLayers.weight(module)).size() == 2
                && !module.equals(EMBEDDING_MODULE);
    }

    private void put(Map<String, Stored> parts, String module, Stored stored) {
        boolean dense = !module.equals(EMBEDDING_MODULE) && LinearLayers.isDense(module);
        if (!dense && !settings.targets().contains(module)) {
            throw refused(stored, "belongs to a layer that target_modules does not name in " + settings.file());
        }
        Stored earlier = parts.put(module, stored);
        if (earlier != null) {
            throw refused(
                    stored, "is there a second time, as " + earlier.entry().name());
        }
    }

    private StoredAdapter adapter() {
        Set<String> modules = new TreeSet<>(downs.keySet());
        modules.addAll(ups.keySet());
        modules.addAll(magnitudes.keySet());
        modules.forEach(module -> change(LinearLayers.weight(module), lowRank(module)));
        checkTargets(modules);
        checkSaved();
        boolean hasTokens = changes.getOrDefault(TensorNames.EMBEDDING, List.of()).stream()
                .anyMatch(WeightChange.TokenRows.class::isInstance);
        if (!settings.tokenIndices().isEmpty() && !hasTokens) {
            throw new UserError(settings.file() + " sets trainable_token_indices, but the adapter's tensors have no"
                    + " trainable_tokens_delta");
        }
        return new StoredAdapter(changes);
    }

    /** What the settings promise must be there. */
    private void checkTargets(Set<String> modules) {
        for (String module : LinearLayers.of(base)) {
            if (!LinearLayers.isDense(module) && settings.targets().contains(module) && !modules.contains(module)) {
                throw new UserError(settings.file().resolveSibling(AdapterFolder.WEIGHTS) + " has no tensors of "
                        + module + ", which target_modules names in " + settings.file());
            }
        }
        if (changes.isEmpty()) {
            throw new UserError(settings.file().resolveSibling(AdapterFolder.WEIGHTS)
                    + " has no tensors that change a weight of " + base.folder());
        }
    }

    private void checkSaved() {
        for (String module : settings.modulesToSave()) {
            boolean saved = changes.entrySet().stream()
                    .filter(entry -> entry.getValue().get(0) instanceof WeightChange.Replacement)
                    .anyMatch(entry -> ("." + entry.getKey()).contains("." + module + "."));
            if (!saved) {
                throw new UserError(settings.file() + ": modules_to_save names " + module
                        + ", but the adapter's tensors have no weight of it that belongs to " + base.folder());
            }
        }
    }

    private WeightChange lowRank(String module) {
        Stored down = require(downs, module, "lora_A");
        Stored up = require(ups, module, "lora_B");
        List<Long> shape = base.shapes().get(LinearLayers.weight(module));
        long rank = settings.rank(module);
        boolean embedding = module.equals(EMBEDDING_MODULE);
        // An embedding's A is [r, vocabulary] and its B [dimension, r]; its weight is their product's transpose.
        long inputs = embedding ? shape.get(0) : shape.get(1);
        long outputs = embedding ? shape.get(1) : shape.get(0);
        float[] a = checked(down, List.of(rank, inputs));
        float[] b = checked(up, List.of(outputs, rank));
        LowRankUpdate update = embedding
                ? new LowRankUpdate(
                        transposed(b, (int) outputs), transposed(a, (int) rank), (int) outputs, (int) inputs)
                : new LowRankUpdate(a, b, (int) inputs, (int) outputs);
        if (!settings.decomposed()) {
            return new WeightChange.LowRank(update, settings.scaling(module));
        }
        float[] magnitude = checked(require(magnitudes, module, "lora_magnitude_vector"), List.of(outputs));
        return new WeightChange.Decomposed(update, settings.scaling(module), magnitude);
    }

    private Stored require(Map<String, Stored> parts, String module, String part) {
        Stored found = parts.get(module);
        if (found == null) {
            throw new UserError(settings.file().resolveSibling(AdapterFolder.WEIGHTS) + " has no " + part + " of "
                    + module + ", but another part of its update");
        }
        return found;
    }

    private static float[] transposed(float[] values, int rows) {
        int columns = values.length / rows;
        float[] transposed = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                transposed[column * rows + row] = values[row * columns + column];
            }
        }
        return transposed;
    }

    private void replace(String weight, Stored stored) {
        checkShape(stored, base.shapes().get(weight));
        change(
                weight,
                new WeightChange.Replacement(stored.file(), stored.entry().name()));
    }

    private WeightChange tokenRows(Stored stored) {
        List<Integer> tokens = settings.tokenIndices();
        List<Long> shape = base.shapes().get(TensorNames.EMBEDDING);
        float[] values = checked(stored, List.of((long) tokens.size(), shape.get(1)));
        int columns = Math.toIntExact(shape.get(1));
        Map<Integer, float[]> rows = new LinkedHashMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            int token = tokens.get(i);
            if (token < 0 || token >= shape.get(0)) {
                throw new UserError(settings.file() + ": trainable_token_indices holds " + token + ", but "
                        + base.folder() + " has " + shape.get(0) + " tokens");
            }
            float[] row = new float[columns];
            System.arraycopy(values, i * columns, row, 0, columns);
            rows.put(token, row);
        }
        return new WeightChange.TokenRows(rows);
    }

    private void change(String weight, WeightChange change) {
        List<WeightChange> ofWeight = changes.computeIfAbsent(weight, name -> new ArrayList<>());
        if (!(change instanceof WeightChange.Replacement replacement)) {
            ofWeight.add(change);
            return;
        }
        if (!ofWeight.isEmpty() && ofWeight.get(0) instanceof WeightChange.Replacement earlier) {
            throw new UserError(earlier.file().path() + ": the tensors " + earlier.tensor() + " and "
                    + replacement.tensor() + " are both the weight " + weight
                    + ", and one of them must be wrong. " + PeftSettings.REMEDY);
        }
        ofWeight.add(0, replacement);
    }

    private float[] checked(Stored stored, List<Long> shape) {
        checkShape(stored, shape);
        return stored.values();
    }

    private void checkShape(Stored stored, List<Long> shape) {
        if (!stored.entry().shape().equals(shape)) {
            throw refused(
                    stored,
                    "has the shape " + stored.entry().shape() + ", but " + base.folder() + " and " + settings.file()
                            + " call for " + shape);
        }
        if (!stored.entry().type().isFloat()) {
            throw refused(stored, "holds " + stored.entry().type() + "; floats are expected");
        }
    }

    private static UserError refused(Stored stored, String why) {
        return new UserError(stored.file().path() + ": the tensor "
                + stored.entry().name() + " " + why + ". " + PeftSettings.REMEDY);
    }
}
