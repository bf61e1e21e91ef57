package dev.gemmatune.export;

import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.DenseLayer;
import dev.gemmatune.model.checkpoint.EncoderConfig;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The forward pass of EmbeddingGemma in loops and float64, text by text: slow, and nothing in it is shared with what it
 * is held against. Rotary angles are rounded to float32 because the reference rounds them.
 */
public final class PlainEncoder {

    private final Checkpoint checkpoint;
    private final EncoderConfig config;
    private final Map<String, double[]> weights = new HashMap<>();

    public PlainEncoder(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
        this.config = checkpoint.config();
        for (String name : checkpoint.shapes().keySet()) {
            FloatBuffer values = checkpoint.weights(name).asFloatBuffer();
            double[] copy = new double[values.remaining()];
            Arrays.setAll(copy, values::get);
            weights.put(name, copy);
        }
    }

    /** The embedding of one text, of length 1. */
    public double[] embed(int... ids) {
        double[][] hidden = hidden(ids);
        double[] vector = new double[config.hiddenSize()];
        for (double[] token : hidden) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] += token[i] / hidden.length;
            }
        }
        for (DenseLayer layer : checkpoint.dense()) {
            vector = linear(vector, layer.folder() + ".linear.weight");
        }
        double length =
                Math.sqrt(Arrays.stream(vector).map(value -> value * value).sum());
        return Arrays.stream(vector).map(value -> value / length).toArray();
    }

    private double[][] hidden(int[] ids) {
        int size = config.hiddenSize();
        double[][] x = new double[ids.length][];
        for (int token = 0; token < ids.length; token++) {
            double[] row =
                    Arrays.copyOfRange(weights.get("embed_tokens.weight"), ids[token] * size, (ids[token] + 1) * size);
            x[token] = Arrays.stream(row).map(value -> value * Math.sqrt(size)).toArray();
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "layers." + layer + ".";
            double[][] attended = attention(
                    normAll(x, prefix + "input_layernorm.weight"),
                    prefix + "self_attn.",
                    config.fullAttention().get(layer));
            addAll(x, normAll(attended, prefix + "post_attention_layernorm.weight"));
            double[][] fed = normAll(x, prefix + "pre_feedforward_layernorm.weight");
            Arrays.setAll(fed, token -> feedForward(fed[token], prefix + "mlp."));
            addAll(x, normAll(fed, prefix + "post_feedforward_layernorm.weight"));
        }
        return normAll(x, "norm.weight");
    }

    private double[][] attention(double[][] x, String prefix, boolean full) {
        int size = config.headSize();
        double base = full ? config.ropeBaseFull() : config.ropeBaseSliding();
        double[][][] queries = heads(x, prefix, "q", config.heads(), base);
        double[][][] keys = heads(x, prefix, "k", config.keyValueHeads(), base);
        double[][] values = new double[x.length][];
        Arrays.setAll(values, token -> linear(x[token], prefix + "v_proj.weight"));
        double[][] out = new double[x.length][config.heads() * size];
        for (int head = 0; head < config.heads(); head++) {
            int group = head / (config.heads() / config.keyValueHeads());
            for (int i = 0; i < x.length; i++) {
                double[] scores = new double[x.length];
                for (int j = 0; j < x.length; j++) {
                    boolean seen = full || Math.abs(i - j) <= config.slidingWindow() / 2;
                    scores[j] = seen
                            ? dot(queries[i][head], keys[j][group]) / Math.sqrt(config.attentionScalar())
                            : Double.NEGATIVE_INFINITY;
                }
                double largest = Arrays.stream(scores).max().orElseThrow();
                double sum =
                        Arrays.stream(scores).map(s -> Math.exp(s - largest)).sum();
                for (int j = 0; j < x.length; j++) {
                    double weight = Math.exp(scores[j] - largest) / sum;
                    for (int d = 0; weight > 0 && d < size; d++) {
                        out[i][head * size + d] += weight * values[j][group * size + d];
                    }
                }
            }
        }
        double[][] projected = new double[x.length][];
        Arrays.setAll(projected, token -> linear(out[token], prefix + "o_proj.weight"));
        return projected;
    }

    /** {@code [tokens][heads][K]}, normed and rotated. */
    private double[][][] heads(double[][] x, String prefix, String kind, int heads, double base) {
        int size = config.headSize();
        double[][][] result = new double[x.length][heads][];
        for (int token = 0; token < x.length; token++) {
            double[] all = linear(x[token], prefix + kind + "_proj.weight");
            for (int head = 0; head < heads; head++) {
                double[] part = Arrays.copyOfRange(all, head * size, (head + 1) * size);
                result[token][head] = rotate(norm(part, prefix + kind + "_norm.weight"), token, base);
            }
        }
        return result;
    }

    private static double[] rotate(double[] x, int position, double base) {
        int half = x.length / 2;
        double[] rotated = new double[x.length];
        for (int i = 0; i < half; i++) {
            float frequency = 1 / (float) Math.pow(base, (float) (2 * i) / x.length);
            float angle = position * frequency;
            rotated[i] = x[i] * Math.cos(angle) - x[i + half] * Math.sin(angle);
            rotated[i + half] = x[i + half] * Math.cos(angle) + x[i] * Math.sin(angle);
        }
        return rotated;
    }

    private double[] feedForward(double[] x, String prefix) {
        double[] gate = linear(x, prefix + "gate_proj.weight");
        double[] up = linear(x, prefix + "up_proj.weight");
        for (int i = 0; i < gate.length; i++) {
            double inner = Math.sqrt(2 / Math.PI) * (gate[i] + 0.044715 * Math.pow(gate[i], 3));
            up[i] *= 0.5 * gate[i] * (1 + Math.tanh(inner));
        }
        return linear(up, prefix + "down_proj.weight");
    }

    private double[][] normAll(double[][] x, String name) {
        return Arrays.stream(x).map(token -> norm(token, name)).toArray(double[][]::new);
    }

    private double[] norm(double[] x, String name) {
        double[] weight = weights.get(name);
        double root = Math.sqrt(dot(x, x) / x.length + config.normEpsilon());
        double[] normed = new double[x.length];
        Arrays.setAll(normed, i -> x[i] / root * (1 + weight[i]));
        return normed;
    }

    private double[] linear(double[] x, String name) {
        double[] weight = weights.get(name);
        double[] y = new double[weight.length / x.length];
        for (int row = 0; row < y.length; row++) {
            for (int i = 0; i < x.length; i++) {
                y[row] += weight[row * x.length + i] * x[i];
            }
        }
        return y;
    }

    private static void addAll(double[][] x, double[][] y) {
        for (int token = 0; token < x.length; token++) {
            for (int i = 0; i < x[token].length; i++) {
                x[token][i] += y[token][i];
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
