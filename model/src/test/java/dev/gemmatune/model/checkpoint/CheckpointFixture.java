package dev.gemmatune.model.checkpoint;

import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes checkpoints of two layers and a few hundred weights, in the words of the tools that made such files. */
final class CheckpointFixture {

    static final EncoderConfig ENCODER =
            new EncoderConfig(11, 4, 6, 3, 1, 2, List.of(false, true), 8, 2.0, 1e-6, 1_000_000.0, 10_000.0, 64);

    private static final String COMMON_CONFIG = """
              "_sliding_window_pattern": 2, "architectures": ["Gemma3TextModel"], "attention_bias": false,
              "attn_logit_softcapping": null, "bos_token_id": 2, "dtype": "float32", "head_dim": 2,
              "hidden_activation": "gelu_pytorch_tanh", "hidden_size": 4, "initializer_range": 0.02,
              "intermediate_size": 6, "layer_types": ["sliding_attention", "full_attention"],
              "max_position_embeddings": 64, "model_type": "gemma3_text", "num_attention_heads": 3,
              "num_hidden_layers": 2, "num_key_value_heads": 1, "query_pre_attn_scalar": 2, "rms_norm_eps": 1e-06,
              "sliding_window": 8, "something_unknown": {"kept": [1, 2.50]}, "use_bidirectional_attention": true,
              "vocab_size": 11""";
    private static final String PROMPTS = """
            {"model_type": "SentenceTransformer", "__version__": {"transformers": "4.57.0"},
             "prompts": {"query": "task: search result | query: ", "document": "title: none | text: "},
             "default_prompt_name": null, "similarity_fn_name": "cosine", "also_unknown": 3}
            """;

    private CheckpointFixture() {}

    /** As the released files are laid out. */
    static Path writeLegacy(Path folder) throws IOException {
        write(
                folder,
                "config.json",
                "{" + COMMON_CONFIG
                        + ", \"rope_theta\": 1000000.0, \"rope_local_base_freq\": 10000.0, \"rope_scaling\": null}");
        write(
                folder,
                "modules.json",
                modules(
                        "sentence_transformers.models.Transformer",
                        "sentence_transformers.models.Pooling",
                        "sentence_transformers.models.Dense",
                        "sentence_transformers.models.Normalize"));
        write(folder, "1_Pooling/config.json", """
            {"word_embedding_dimension": 4, "pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true,
             "pooling_mode_max_tokens": false, "pooling_mode_mean_sqrt_len_tokens": false,
             "pooling_mode_weightedmean_tokens": false, "pooling_mode_lasttoken": false, "include_prompt": true}
            """);
        writeDense(folder, "2_Dense", 4, 16, "");
        writeDense(folder, "3_Dense", 16, 4, "");
        write(folder, "sentence_bert_config.json", "{\"max_seq_length\": 48, \"do_lower_case\": false}");
        write(folder, "tokenizer_config.json", """
            {"add_bos_token": true, "add_eos_token": true, "model_max_length": 48, "bos_token": "<bos>",
             "tokenizer_class": "GemmaTokenizer"}
            """);
        write(folder, "tokenizer.model", "not read here");
        writeShared(folder);
        return folder;
    }

    /** As sentence-transformers 6 with transformers 5 lays files out. */
    static Path writeNew(Path folder) throws IOException {
        write(folder, "config.json", "{" + COMMON_CONFIG + """
            , "rope_parameters": {"full_attention": {"rope_theta": 1000000.0, "rope_type": "default"},
             "sliding_attention": {"rope_theta": 10000.0, "rope_type": "default"}}}""");
        write(
                folder,
                "modules.json",
                modules(
                        "sentence_transformers.base.modules.transformer.Transformer",
                        "sentence_transformers.sentence_transformer.modules.pooling.Pooling",
                        "sentence_transformers.base.modules.dense.Dense",
                        "sentence_transformers.base.modules.normalize.Normalize"));
        write(
                folder,
                "1_Pooling/config.json",
                "{\"embedding_dimension\": 4, \"pooling_mode\": \"mean\", \"include_prompt\": true}");
        String names =
                ", \"module_input_name\": \"sentence_embedding\", \"module_output_name\": \"sentence_embedding\"";
        writeDense(folder, "2_Dense", 4, 16, names);
        writeDense(folder, "3_Dense", 16, 4, names);
        write(folder, "4_Normalize/config.json", "{\"module_input_name\": \"sentence_embedding\"}");
        write(folder, "sentence_bert_config.json", "{\"transformer_task\": \"feature-extraction\"}");
        write(folder, "tokenizer_config.json", """
            {"backend": "tokenizers", "model_max_length": 48, "bos_token": "<bos>",
             "tokenizer_class": "TokenizersBackend"}
            """);
        writeShared(folder);
        return folder;
    }

    /** A value that tells tensors and places apart. */
    static ByteBuffer values(String name, List<Long> shape) {
        int count = (int) shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer floats = bytes.asFloatBuffer();
        for (int i = 0; i < count; i++) {
            floats.put(i, name.hashCode() % 1000 + i / 1024f);
        }
        return bytes;
    }

    private static void writeShared(Path folder) throws IOException {
        write(
                folder,
                "tokenizer.json",
                "{ \"version\":\"1.0\" , \"added_tokens\": [{\"id\": 2, \"content\": \"<bos>\"}], \"bytes\": \"kept as they are\" }");
        write(folder, "config_sentence_transformers.json", PROMPTS);
        TreeMap<String, List<Long>> shapes = new TreeMap<>(TensorNames.transformer(ENCODER));
        SafetensorsWriter.write(
                folder.resolve("model.safetensors"),
                shapes,
                Map.of("format", "pt"),
                name -> values(name, shapes.get(name)));
    }

    private static void writeDense(Path folder, String module, long inputs, long outputs, String more)
            throws IOException {
        write(
                folder,
                module + "/config.json",
                "{\"in_features\": " + inputs + ", \"out_features\": " + outputs
                        + ", \"bias\": false, \"activation_function\": \"torch.nn.modules.linear.Identity\"" + more
                        + "}");
        TreeMap<String, List<Long>> shapes = new TreeMap<>(Map.of("linear.weight", List.of(outputs, inputs)));
        SafetensorsWriter.write(
                folder.resolve(module).resolve("model.safetensors"),
                shapes,
                Map.of(),
                name -> values(module + "." + name, shapes.get(name)));
    }

    private static String modules(String transformer, String pooling, String dense, String normalize) {
        return "["
                + String.join(
                        ",",
                        module(0, "", transformer),
                        module(1, "1_Pooling", pooling),
                        module(2, "2_Dense", dense),
                        module(3, "3_Dense", dense),
                        module(4, "4_Normalize", normalize))
                + "]";
    }

    private static String module(int index, String path, String type) {
        return "{\"idx\": " + index + ", \"name\": \"" + index + "\", \"path\": \"" + path + "\", \"type\": \"" + type
                + "\"}";
    }

    private static void write(Path folder, String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
