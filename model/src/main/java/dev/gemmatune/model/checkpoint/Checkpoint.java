package dev.gemmatune.model.checkpoint;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.hub.HubModels;
import dev.gemmatune.model.quantization.PackedWeight;
import dev.gemmatune.model.safetensors.ElementType;
import dev.gemmatune.model.safetensors.SafetensorsFile;
import dev.gemmatune.model.safetensors.StoredRows;
import dev.gemmatune.model.safetensors.TensorEntry;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A checkpoint folder that has been read and checked; its weights are mapped or copied when asked for.
 *
 * <p>Opening costs the small files and the headers of the weights.
 */
public final class Checkpoint {

    private final Path folder;
    private final Path encoder;
    private final EncoderConfig config;
    private final List<DenseLayer> dense;
    private final TextSettings texts;
    private final Map<String, List<Long>> shapes = new LinkedHashMap<>();
    private final Map<String, WeightPlace> places = new LinkedHashMap<>();
    private final List<Path> weightFiles = new ArrayList<>();

    private Checkpoint(Path folder, Path encoder, OptionalInt slidingWindow) {
        this.folder = folder;
        this.encoder = encoder;
        this.config = ConfigReader.read(Json.readObject(configFile()), configFile(), slidingWindow);
        this.dense = List.copyOf(ModulesReader.read(folder, config.hiddenSize()));
        if (!Files.exists(folder.resolve(CheckpointFiles.TOKENIZER))) {
            throw new UserError(folder + " has no " + CheckpointFiles.TOKENIZER + "; a checkpoint needs its tokenizer");
        }
        this.texts = TextSettings.read(folder, config);
        locateTransformer();
        locateDense();
    }

    /**
     * Opens a folder.
     *
     * @throws UserError naming the file and what is wrong with it
     */
    public static Checkpoint open(Path folder) {
        return open(folder, OptionalInt.empty());
    }

    /**
     * Opens a model by its name: a folder's path, or an id on the Hugging Face hub, which is downloaded unless the cache
     * has it.
     *
     * @param name such as {@code google/embeddinggemma-300m}, see {@link HubModels}
     * @throws UserError if there is none, it cannot be downloaded, or it is not a sound checkpoint
     */
    public static Checkpoint open(String name) {
        return open(HubModels.folder(name));
    }

    /** Opens a folder and takes the given full width of the sliding window instead of the file's. */
    public static Checkpoint open(Path folder, OptionalInt slidingWindow) {
        checkFolder(folder);
        requireFile(folder, CheckpointFiles.CONFIG);
        requireFile(folder, CheckpointFiles.MODULES);
        if (Files.exists(folder.resolve(CheckpointFiles.ADAPTER))) {
            throw new UserError(folder + " holds a model and an adapter of it, " + CheckpointFiles.ADAPTER
                    + ", which this way of opening does not merge; use Models.open, or export it to safetensors and open"
                    + " that");
        }
        return new Checkpoint(folder, folder, slidingWindow);
    }

    /**
     * Opens a pipeline whose encoder lies in another folder: dense layers, prompts, length and tokenizer come from the
     * first, {@code config.json} and the encoder's weights from the second.
     *
     * @throws UserError naming the file and what is wrong with it
     */
    public static Checkpoint open(Path folder, Path encoder, OptionalInt slidingWindow) {
        checkFolder(folder);
        checkFolder(encoder);
        requireFile(folder, CheckpointFiles.MODULES);
        requireFile(encoder, CheckpointFiles.CONFIG);
        return new Checkpoint(folder, encoder, slidingWindow);
    }

    private static void checkFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UserError("the model folder " + folder + (Files.exists(folder) ? " is a file" : " does not exist")
                    + "; expected a folder with config.json, model.safetensors and tokenizer.json");
        }
        if (!Files.isReadable(folder)) {
            throw new UserError("the model folder " + folder + " cannot be read; check its permissions");
        }
    }

    private static void requireFile(Path folder, String file) {
        if (Files.exists(folder.resolve(file))) {
            return;
        }
        if (Files.exists(folder.resolve(CheckpointFiles.ADAPTER))) {
            throw new UserError(
                    folder + " holds an adapter without its base model; export it to safetensors, which merges"
                            + " the two, and open that");
        }
        throw new UserError(folder.resolve(file) + " does not exist, and so " + folder
                + " is no checkpoint; give one, such as the folder best of a run or a safetensors export");
    }

    private Checkpoint(Checkpoint other, TextSettings texts) {
        this.folder = other.folder;
        this.encoder = other.encoder;
        this.config = other.config;
        this.dense = other.dense;
        this.texts = texts;
        shapes.putAll(other.shapes);
        weightFiles.addAll(other.weightFiles);
        places.putAll(other.places);
    }

    /** The same checkpoint with the values of all weights from elsewhere, such as a file of another format. */
    public Checkpoint withWeights(WeightSource source) {
        Checkpoint copy = new Checkpoint(this, texts);
        shapes.keySet().forEach(name -> copy.places.put(name, new WeightPlace.Elsewhere(name, source)));
        return copy;
    }

    /**
     * The same checkpoint for texts of another length; what is saved from it says that length.
     *
     * @param tokens the longest text, 2 to the number of positions, whether the files say more or less
     * @throws UserError for another length
     */
    public Checkpoint withMaxSequenceLength(int tokens) {
        if (tokens < 2 || tokens > config.maxPositions()) {
            throw new UserError("the longest text must be 2 to " + config.maxPositions() + " tokens, the positions of "
                    + folder + ", got " + tokens);
        }
        return new Checkpoint(this, new TextSettings(texts.prompts(), tokens));
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** The encoder's {@code config.json}, which lies in {@link #folder()} unless the encoder was opened from another. */
    public Path configFile() {
        return encoder.resolve(CheckpointFiles.CONFIG);
    }

    /** The files that hold the weights, the encoder's first, then those of the dense layers in their order. */
    public List<Path> weightFiles() {
        return List.copyOf(weightFiles);
    }

    /** The encoder's shape. */
    public EncoderConfig config() {
        return config;
    }

    /** The dense layers after pooling, in order. */
    public List<DenseLayer> dense() {
        return dense;
    }

    /** The full dimension of an embedding. */
    public int dimension() {
        return dense.isEmpty()
                ? config.hiddenSize()
                : dense.get(dense.size() - 1).outputs();
    }

    /** The prompts. */
    public Prompts prompts() {
        return texts.prompts();
    }

    /** The longest text in tokens, begin and end included; what is longer is truncated. */
    public int maxSequenceLength() {
        return texts.maxSequenceLength();
    }

    /** Shape of every weight by name, in the encoder's order; dense weights are called {@code 2_Dense.linear.weight}. */
    public Map<String, List<Long>> shapes() {
        return shapes;
    }

    /** The number of weights. */
    public long parameters() {
        return shapes.values().stream()
                .mapToLong(shape -> shape.stream().reduce(1L, Math::multiplyExact))
                .sum();
    }

    /** The element type of a weight's values; F32 for a quantized one. */
    public ElementType elementType(String name) {
        return place(name).type();
    }

    /** The values of a weight as little-endian float32: mapped where the file holds float32, else a copy. */
    public ByteBuffer weights(String name) {
        return place(name).values();
    }

    /**
     * The values of a weight as {@link #weights} gives them, in parts of whole rows and some megabytes, for a pass over
     * them that leaves nothing in memory. A part is the reader's until the next one is asked for.
     */
    public Iterable<ByteBuffer> parts(String name) {
        List<Long> shape = shapes.get(name);
        return shape.size() == 1
                ? List.of(weights(name))
                : place(name).rowsInOrder(Math.toIntExact(shape.get(1))).parts();
    }

    /** Whether {@link #weights} costs no memory: the file holds float32, which is mapped as it lies there. */
    public boolean isMapped(String name) {
        return place(name).mapped();
    }

    /**
     * The rows of a weight of two dimensions, read one by one whatever their element type is, from the mapped file: the
     * same values as those of {@link #weights}.
     */
    public StoredRows rows(String name) {
        return place(name).rows(Math.toIntExact(shapes.get(name).get(1)));
    }

    private WeightPlace place(String name) {
        WeightPlace place = places.get(name);
        if (place == null) {
            throw new IllegalArgumentException("name must be one of shapes(), got " + name);
        }
        return place;
    }

    private void locateTransformer() {
        WeightFiles files = WeightFiles.open(encoder);
        weightFiles.addAll(files.paths());
        // Files saved from a wrapping class carry this prefix.
        String packed = PackedWeight.nameOf(TensorNames.EMBEDDING, PackedWeight.PACKED);
        String prefix = files.has(TensorNames.EMBEDDING) || files.has(packed) ? "" : "model.";
        TensorNames.transformer(config).forEach((name, shape) -> locate(name, shape, files, prefix + name));
    }

    private void locateDense() {
        for (DenseLayer layer : dense) {
            WeightFiles files = WeightFiles.open(folder.resolve(layer.folder()));
            weightFiles.addAll(files.paths());
            List<Long> shape = List.of((long) layer.outputs(), (long) layer.inputs());
            locate(TensorNames.dense(layer.folder()), shape, files, CheckpointFiles.DENSE_TENSOR);
        }
    }

    private void locate(String name, List<Long> shape, WeightFiles files, String nameInFile) {
        String codes = PackedWeight.nameOf(nameInFile, PackedWeight.PACKED);
        SafetensorsFile file = files.of(files.has(codes) ? codes : nameInFile);
        Optional<PackedWeight> packed = PackedWeight.find(file, nameInFile, shape);
        if (packed.isPresent()) {
            shapes.put(name, shape);
            places.put(name, new WeightPlace.Quantized(packed.get()));
            return;
        }
        TensorEntry entry = file.entries().get(nameInFile);
        if (entry == null) {
            throw new UserError(files.described() + " has no tensor " + nameInFile
                    + ", which config.json calls for; it has " + file.entries().size() + " tensors");
        }
        if (!entry.shape().equals(shape)) {
            throw new UserError(file.path() + ": the tensor " + nameInFile + " has the shape " + entry.shape()
                    + ", but the configuration calls for " + shape
                    + "; correct its sizes in config.json, or take the weights that belong to it");
        }
        shapes.put(name, shape);
        places.put(name, new WeightPlace.Floats(file, nameInFile));
    }
}
