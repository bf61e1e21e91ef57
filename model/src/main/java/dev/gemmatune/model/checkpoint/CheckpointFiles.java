package dev.gemmatune.model.checkpoint;

/** The names of a checkpoint's files. */
public final class CheckpointFiles {

    /** The encoder's configuration. */
    public static final String CONFIG = "config.json";
    /** The transformer's weights, and in a dense folder the dense layer's. */
    public static final String WEIGHTS = "model.safetensors";
    /** Which shard holds which tensor, where the weights are in several files. */
    public static final String WEIGHT_INDEX = "model.safetensors.index.json";
    /** The settings of an adapter of PEFT's. */
    public static final String ADAPTER = "adapter_config.json";
    /** The pipeline of modules. */
    public static final String MODULES = "modules.json";
    /** Prompts and versions. */
    public static final String SENTENCE_TRANSFORMERS = "config_sentence_transformers.json";
    /** The longest text, in tokens. */
    public static final String SENTENCE_BERT = "sentence_bert_config.json";
    /** The pooling module's folder. */
    public static final String POOLING_FOLDER = "1_Pooling";
    /** What the pooling module says of itself, in the list of keys. */
    static final String POOLING_CONFIG = "1_Pooling/config.json";
    /** What a dense module says of itself, in the list of keys. */
    static final String DENSE_CONFIG = "2_Dense/config.json";
    /** What the norm says of itself, in the list of keys. */
    static final String NORMALIZE_CONFIG = "4_Normalize/config.json";
    /** The tokenizer. */
    public static final String TOKENIZER = "tokenizer.json";
    /** The tokenizer's settings. */
    public static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    /** The only tensor of a dense folder's weights. */
    public static final String DENSE_TENSOR = "linear.weight";

    private CheckpointFiles() {}
}
