package dev.gemmatune.export.onnx;

import dev.gemmatune.model.checkpoint.EncoderConfig;
import java.util.List;

/**
 * Attention, decomposed. What all layers share is built once: positions, rotary tables, masks.
 *
 * <p>A mask is added to the scores: 0 for what is seen, −1e9 for what is not. Minus infinity would make the row of a
 * padded token that sees nothing NaN, and NaN · 0 survives the pooling. The scores need {@code 4 B G R S²} bytes.
 */
final class AttentionNodes {

    private static final float HIDDEN = -1e9f;

    private record Rotation(Value cosines, Value sines) {}

    private final OnnxGraph graph;
    private final Operators operators;
    private final MatrixNodes matrices;
    private final NormNodes norm;
    private final EncoderConfig config;
    private final Rotation fullRotation;
    private final Rotation slidingRotation;
    private final Value fullMask;
    private final Value slidingMask;

    AttentionNodes(OnnxGraph graph, EncoderConfig config, MatrixNodes matrices, NormNodes norm, Value ids, Value mask) {
        this.graph = graph;
        this.operators = norm.operators();
        this.matrices = matrices;
        this.norm = norm;
        this.config = config;
        graph.scope("positions");
        Value length = operators.sizeOf(ids, 1);
        this.fullRotation = rotation("rotary.full", config.ropeBaseFull(), length);
        this.slidingRotation = rotation("rotary.sliding", config.ropeBaseSliding(), length);
        Value real = operators.toBoolean(operators.unsqueeze(mask, 1, 2, 3)); // [B, 1, 1, 1, S]
        this.fullMask = additive(real);
        this.slidingMask = additive(operators.and(real, near(length))); // [B, 1, 1, S, S]
    }

    /** The output of a layer's attention, {@code [B, S, D]}, for its normalised input. */
    Value of(Value x, String prefix, boolean full) {
        int groups = config.keyValueHeads();
        int queriesPerGroup = config.heads() / groups;
        Rotation rotation = full ? fullRotation : slidingRotation;
        float scale = (float) config.attentionScale();
        Value queries = heads(x, prefix + "q_proj.weight", groups, queriesPerGroup); // [B, S, G, R, K]
        Value keys = heads(x, prefix + "k_proj.weight", groups, 1);
        Value values = headsFirst(heads(x, prefix + "v_proj.weight", groups, 1));
        queries = rotate(headsFirst(norm.of(queries, prefix + "q_norm.weight", scale)), rotation);
        keys = rotate(headsFirst(norm.of(keys, prefix + "k_norm.weight")), rotation); // [B, G, 1, S, K]
        Value scores = operators.matrixProduct(queries, operators.transpose(keys, 0, 1, 2, 4, 3)); // [B, G, R, S, S]
        Value seen = operators.softmax(operators.add(scores, full ? fullMask : slidingMask));
        Value attended = operators.transpose(operators.matrixProduct(seen, values), 0, 3, 1, 2, 4);
        Value joined = operators.reshape(attended, 0, 0, (long) config.heads() * config.headSize());
        return matrices.linear(joined, prefix + "o_proj.weight");
    }

    private Value heads(Value x, String name, int groups, int perGroup) {
        Value projected = matrices.linear(x, name);
        return operators.reshape(projected, 0, 0, groups, perGroup, config.headSize());
    }

    private Value headsFirst(Value x) {
        return operators.transpose(x, 0, 2, 3, 1, 4);
    }

    /** Turns dimension i with dimension i + K / 2. */
    private Value rotate(Value x, Rotation rotation) {
        List<Value> halves = operators.halves(x, config.headSize() / 2);
        Value first = halves.get(0);
        Value second = halves.get(1);
        return operators.joinLastAxis(
                operators.subtract(
                        operators.multiply(first, rotation.cosines()), operators.multiply(second, rotation.sines())),
                operators.add(
                        operators.multiply(second, rotation.cosines()), operators.multiply(first, rotation.sines())));
    }

    private Rotation rotation(String name, double base, Value length) {
        RotaryTables tables = new RotaryTables(config.maxPositions(), config.headSize());
        Value cosines = graph.weight(tables.cosines(name + ".cos", base));
        Value sines = graph.weight(tables.sines(name + ".sin", base));
        return new Rotation(operators.firstRows(cosines, length), operators.firstRows(sines, length));
    }

    /** Whether two tokens are within the window's radius, {@code [S, S]}. */
    private Value near(Value length) {
        Value positions = operators.range(operators.squeeze(length, 0));
        Value distance = operators.absolute(
                operators.subtract(operators.unsqueeze(positions, 1), operators.unsqueeze(positions, 0)));
        return operators.lessOrEqual(distance, graph.integer(config.attentionRadius()));
    }

    private Value additive(Value visible) {
        return operators.where(visible, graph.scalar(0), graph.scalar(HIDDEN));
    }
}
