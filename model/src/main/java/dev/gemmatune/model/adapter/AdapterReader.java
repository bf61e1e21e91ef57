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
    private static final Pattern EMBEDDING_FACTOR =
            Pattern.compile("embed_tokens\\.lora_embedding_(A|B)(?:\\.default)?");
    private static final Pattern TOKENS =
            Pattern.compile("embed_tokens\\.(?:token_adapter\\.)?trainable_tokens_delta(?:\\.default)?");
    private static final Pattern WHOLE =
            Pattern.compile("(.+?)(?:\\.base_layer|\\.original_module|\\.modules_to_save(?:\\.default)?)?\\.weight");

    private static final String EMBEDDING_MODULE = "embed_tokens";

    /** A tensor and the file that holds it. */
    private record Stored(SafetensorsFile file, TensorEntry entry) {
        float[] values() {
            float[] values = StoredAdapter.values(file.copyAsFloat32(entry.name()));
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    throw new UserError(file.path() + ": the tensor " + entry.name() + " holds " + value
                            + "; the training that wrote it went wrong, so take an earlier checkpoint of it");
                }
            }
            return values;
        }
    }

    private final PeftSettings settings;
    private final Checkpoint base;
    private final Map<String, Stored> downs = new LinkedHashMap<>();
    private final Map<String, Stored> ups = new LinkedHashMap<>();
    private final Map<String, List<WeightChange>> changes = new LinkedHashMap<>();

    private AdapterReader(PeftSettings settings, Checkpoint base) {
        this.settings = settings;
        this.base = base;
    }

    static StoredAdapter read(Path folder, Checkpoint base) {
        AdapterReader reader = new AdapterReader(PeftSettings.read(folder), base);
        SafetensorsFile file = open(folder);
        file.entries().values().forEach(entry -> reader.take(new Stored(file, entry)));
        Path dense = folder.resolve(AdapterFolder.DENSE_WEIGHTS);
        if (Files.exists(dense)) {
            SafetensorsFile denseFile = SafetensorsFile.open(dense);
            denseFile.entries().values().forEach(entry -> reader.take(new Stored(denseFile, entry)));
        }
        return reader.adapter();
    }

    private static SafetensorsFile open(Path folder) {
        Path file = folder.resolve(AdapterFolder.WEIGHTS);
        if (Files.exists(file)) {
            return SafetensorsFile.open(file);
        }
        Path pickled = folder.resolve("adapter_model.bin");
        if (Files.exists(pickled)) {
            throw new UserError(
                    pickled + " is a pickle, which can run any code when it is read, and so is not read here;"
                            + " load the adapter with PEFT and save it again with save_pretrained(…, safe_serialization=True)");
        }
        if (Files.exists(folder.resolve(AdapterFolder.DENSE_WEIGHTS))) {
            return SafetensorsFile.open(folder.resolve(AdapterFolder.DENSE_WEIGHTS));
        }
        throw new UserError(file + " does not exist; an adapter folder needs its tensors there");
    }

    private void take(Stored stored) {
        Matcher prefix = PREFIX.matcher(stored.entry().name());
        String name = prefix.lookingAt() ? stored.entry().name().substring(prefix.end()) : "";
        Matcher factor = FACTOR.matcher(name);
        Matcher embedding = EMBEDDING_FACTOR.matcher(name);
        Matcher whole = WHOLE.matcher(name);
        if (factor.matches() && isLinear(factor.group(1))) {
            putFactor(factor.group(1), factor.group(2), stored);
        } else if (embedding.matches()) {
            putFactor(EMBEDDING_MODULE, embedding.group(1), stored);
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

    private void putFactor(String module, String letter, Stored stored) {
        boolean dense = !module.equals(EMBEDDING_MODULE) && LinearLayers.isDense(module);
        if (!dense && !settings.targets().contains(module)) {
            throw refused(stored, "belongs to a layer that target_modules does not name in " + settings.file());
        }
        Stored earlier = (letter.equals("A") ? downs : ups).put(module, stored);
        if (earlier != null) {
            throw refused(
                    stored, "is there a second time, as " + earlier.entry().name());
        }
    }

    private StoredAdapter adapter() {
        Set<String> modules = new TreeSet<>(downs.keySet());
        modules.addAll(ups.keySet());
        modules.forEach(module -> change(LinearLayers.weight(module), lowRank(module)));
        checkTargets(modules);
        checkSaved();
        if (!settings.tokenIndices().isEmpty() && !changes.containsKey(TensorNames.EMBEDDING)) {
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
        Stored down = require(downs, module, "A");
        Stored up = require(ups, module, "B");
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
        return new WeightChange.LowRank(update, settings.scaling(module));
    }

    private Stored require(Map<String, Stored> factors, String module, String letter) {
        Stored found = factors.get(module);
        if (found == null) {
            throw new UserError(settings.file().resolveSibling(AdapterFolder.WEIGHTS) + " has no lora_" + letter
                    + " of " + module + ", but the other factor");
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
        if (change instanceof WeightChange.Replacement) {
            ofWeight.add(0, change);
        } else {
            ofWeight.add(change);
        }
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
