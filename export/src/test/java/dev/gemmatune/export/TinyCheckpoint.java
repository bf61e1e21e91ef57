package dev.gemmatune.export;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/**
 * A random checkpoint of EmbeddingGemma's structure: 7 layers (the sixth sees the whole text), hidden size 96, window 16.
 *
 * @param heads query heads
 * @param keyValueHeads heads of keys and values
 * @param dense sizes of the dense layers, the first one's input first; a single number for none
 * @param maxTokens positions and longest text
 */
public record TinyCheckpoint(int heads, int keyValueHeads, List<Integer> dense, int maxTokens) {

    /** Token ids are below. */
    public static final int VOCABULARY = 300;

    private static final int HIDDEN = 96;
    private static final int WIDE = 160;
    private static final int HEAD = 32;
    private static final int LAYERS = 7;

    /** Three heads on one, two dense layers. */
    public static TinyCheckpoint ofLength(int maxTokens) {
        return new TinyCheckpoint(3, 1, List.of(HIDDEN, 192, HIDDEN), maxTokens);
    }

    /** Writes the folder and opens it. */
    public Checkpoint write(Path folder, long seed) {
        Random random = new Random(seed);
        weights(folder.resolve("model.safetensors"), transformer(), random);
        JsonArray modules = new JsonArray();
        modules.add(module("", "Transformer"));
        modules.add(module("1_Pooling", "Pooling"));
        for (int i = 0; i + 1 < dense.size(); i++) {
            String name = (i + 2) + "_Dense";
            modules.add(module(name, "Dense"));
            AtomicFiles.writeString(
                    folder.resolve(name).resolve("config.json"), """
                        {"in_features": %d, "out_features": %d, "bias": false,
                         "activation_function": "torch.nn.modules.linear.Identity"}
                        """.formatted(dense.get(i), dense.get(i + 1)));
            SortedMap<String, List<Long>> shape =
                    new TreeMap<>(Map.of("linear.weight", List.of((long) dense.get(i + 1), (long) dense.get(i))));
            weights(folder.resolve(name).resolve("model.safetensors"), shape, random);
        }
        modules.add(module("9_Normalize", "Normalize"));
        AtomicFiles.writeString(folder.resolve("modules.json"), Json.pretty(modules));
        AtomicFiles.writeString(folder.resolve("config.json"), config());
        AtomicFiles.writeString(
                folder.resolve("1_Pooling/config.json"),
                "{\"pooling_mode_mean_tokens\": true, \"include_prompt\": true}");
        AtomicFiles.writeString(folder.resolve("sentence_bert_config.json"), "{\"max_seq_length\": " + maxTokens + "}");
        AtomicFiles.writeString(
                folder.resolve("config_sentence_transformers.json"), "{\"prompts\": {\"query\": \"find: \"}}");
        AtomicFiles.writeString(folder.resolve("tokenizer.json"), tokenizer());
        return Checkpoint.open(folder);
    }

    private SortedMap<String, List<Long>> transformer() {
        SortedMap<String, List<Long>> shapes = new TreeMap<>();
        shapes.put("embed_tokens.weight", List.of((long) VOCABULARY, (long) HIDDEN));
        shapes.put("norm.weight", List.of((long) HIDDEN));
        long queries = (long) heads * HEAD;
        long keys = (long) keyValueHeads * HEAD;
        for (int layer = 0; layer < LAYERS; layer++) {
            String prefix = "layers." + layer + ".";
            for (String norm : List.of("input", "post_attention", "pre_feedforward", "post_feedforward")) {
                shapes.put(prefix + norm + "_layernorm.weight", List.of((long) HIDDEN));
            }
            shapes.put(prefix + "self_attn.q_proj.weight", List.of(queries, (long) HIDDEN));
            shapes.put(prefix + "self_attn.k_proj.weight", List.of(keys, (long) HIDDEN));
            shapes.put(prefix + "self_attn.v_proj.weight", List.of(keys, (long) HIDDEN));
            shapes.put(prefix + "self_attn.o_proj.weight", List.of((long) HIDDEN, queries));
            shapes.put(prefix + "self_attn.q_norm.weight", List.of((long) HEAD));
            shapes.put(prefix + "self_attn.k_norm.weight", List.of((long) HEAD));
            shapes.put(prefix + "mlp.gate_proj.weight", List.of((long) WIDE, (long) HIDDEN));
            shapes.put(prefix + "mlp.up_proj.weight", List.of((long) WIDE, (long) HIDDEN));
            shapes.put(prefix + "mlp.down_proj.weight", List.of((long) HIDDEN, (long) WIDE));
        }
        return shapes;
    }

    /** Matrices keep the size of what they multiply; norms lie around 0, where their factor is 1. */
    private static void weights(Path file, SortedMap<String, List<Long>> shapes, Random random) {
        SafetensorsWriter.write(file, shapes, Map.of("format", "pt"), name -> {
            List<Long> shape = shapes.get(name);
            boolean norm = shape.size() == 1;
            double deviation = norm ? 0.3 : 1 / Math.sqrt(shape.get(1));
            long count = shape.stream().reduce(1L, (a, b) -> a * b);
            return floats((int) count, () -> random.nextGaussian() * deviation);
        });
    }

    private static ByteBuffer floats(int count, DoubleSupplier values) {
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat((float) values.getAsDouble());
        }
        return bytes.flip();
    }

    private static JsonObject module(String path, String kind) {
        JsonObject module = new JsonObject();
        module.addProperty("path", path);
        module.addProperty("type", "sentence_transformers.models." + kind);
        return module;
    }

    private String config() {
        return """
            {"model_type": "gemma3_text", "hidden_size": %d, "intermediate_size": %d, "num_hidden_layers": %d,
             "num_attention_heads": %d, "num_key_value_heads": %d, "head_dim": %d, "query_pre_attn_scalar": %d,
             "vocab_size": %d, "rms_norm_eps": 1e-06, "rope_theta": 1000000.0, "rope_local_base_freq": 10000.0,
             "max_position_embeddings": %d, "sliding_window": 16, "_sliding_window_pattern": 6,
             "use_bidirectional_attention": true, "attention_bias": false,
             "hidden_activation": "gelu_pytorch_tanh"}
            """.formatted(HIDDEN, WIDE, LAYERS, heads, keyValueHeads, HEAD, HEAD, VOCABULARY, maxTokens);
    }

    /** A token for each byte. */
    private static String tokenizer() {
        JsonObject vocabulary = new JsonObject();
        JsonArray added = new JsonArray();
        for (String special : List.of("<pad>", "<eos>", "<bos>", "<unk>")) {
            int id = vocabulary.size();
            vocabulary.addProperty(special, id);
            added.add(Json.parseObject("""
                {"id": %d, "content": "%s", "special": true, "single_word": false, "lstrip": false,
                 "rstrip": false, "normalized": false}
                """.formatted(id, special), "test"));
        }
        for (int value = 0; value < 256; value++) {
            vocabulary.addProperty("<0x%02X>".formatted(value), vocabulary.size());
        }
        JsonObject tokenizer = Json.parseObject("""
            {"version": "1.0", "truncation": null, "padding": null, "normalizer": null, "pre_tokenizer": null,
             "decoder": null, "post_processor": {"type": "TemplateProcessing",
              "single": [{"SpecialToken": {"id": "<bos>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                         {"SpecialToken": {"id": "<eos>", "type_id": 0}}],
              "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
              "special_tokens": {"<bos>": {"id": "<bos>", "ids": [2], "tokens": ["<bos>"]},
                                 "<eos>": {"id": "<eos>", "ids": [1], "tokens": ["<eos>"]}}},
             "model": {"type": "BPE", "dropout": null, "unk_token": "<unk>", "continuing_subword_prefix": null,
              "end_of_word_suffix": null, "fuse_unk": true, "byte_fallback": true, "ignore_merges": false,
              "merges": []}}
            """, "test");
        tokenizer.getAsJsonObject("model").add("vocab", vocabulary);
        tokenizer.add("added_tokens", added);
        return Json.pretty(tokenizer);
    }
}
