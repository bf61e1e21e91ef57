package dev.gemmatune.export.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Collects the nodes, constants and weights of an ONNX graph and keeps their names unique.
 *
 * <p>Nodes must be added in the order of computation, as ONNX wants them. Small constants lie in the graph itself,
 * because runtimes read shapes and axes before they open external data; weights lie outside.
 */
final class OnnxGraph {

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Map<String, WeightTensor> weights = new LinkedHashMap<>();
    private final Map<List<Long>, Value> integers = new HashMap<>();
    private final Map<Float, Value> scalars = new HashMap<>();
    private final Map<Integer, Value> bytes = new HashMap<>();
    private final Set<String> domains = new TreeSet<>();
    private String scope = "";

    OnnxGraph(String name) {
        graph.setName(name);
    }

    /** Begins a part of the model; the names of its nodes begin with it. */
    void scope(String name) {
        scope = name;
    }

    /** Declares an int64 input. */
    Value input(String name, Dimension... shape) {
        graph.addInput(info(name, TensorProto.DataType.INT64, shape));
        return new Value(name);
    }

    /** Declares a float32 output and gives {@code value} its name. */
    void output(String name, Value value, Dimension... shape) {
        graph.addNode(node("Identity", List.of(value.name()), List.of(name), List.of()));
        graph.addOutput(info(name, TensorProto.DataType.FLOAT, shape));
    }

    /** Adds a node with one output. */
    Value node(String operator, List<Value> inputs, AttributeProto... attributes) {
        return nodes(operator, inputs, 1, attributes).get(0);
    }

    /** Adds a node of an operator outside the standard. */
    Value foreignNode(String domain, String operator, List<Value> inputs, AttributeProto... attributes) {
        Value value = node(operator, inputs, attributes);
        graph.getNodeBuilder(graph.getNodeCount() - 1).setDomain(domain);
        domains.add(domain);
        return value;
    }

    /** The domains of operators outside the standard. */
    Set<String> domains() {
        return Collections.unmodifiableSet(domains);
    }

    /** Adds a node with several outputs. */
    List<Value> nodes(String operator, List<Value> inputs, int outputs, AttributeProto... attributes) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            values.add(new Value(scope + "/" + operator + "_" + graph.getNodeCount() + (i == 0 ? "" : "." + i)));
        }
        graph.addNode(node(
                operator,
                inputs.stream().map(Value::name).toList(),
                values.stream().map(Value::name).toList(),
                Arrays.asList(attributes)));
        return values;
    }

    /** A vector of int64, such as axes or a shape. */
    Value integers(long... values) {
        List<Long> key = Arrays.stream(values).boxed().toList();
        return integers.computeIfAbsent(key, ignored -> integers(key, List.of((long) values.length)));
    }

    /** An int64 without dimensions. */
    Value integer(long value) {
        return integers(List.of(value), List.of());
    }

    /** A uint8 without dimensions. */
    Value byteScalar(int value) {
        return bytes.computeIfAbsent(value, ignored -> {
            ByteBuffer buffer = ByteBuffer.allocate(1).put(0, (byte) value);
            return constant(TensorProto.DataType.UINT8, List.of(), buffer);
        });
    }

    /** A float32 without dimensions. */
    Value scalar(float value) {
        return scalars.computeIfAbsent(value, ignored -> {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(0, value);
            return constant(TensorProto.DataType.FLOAT, List.of(), bytes);
        });
    }

    /** A tensor of weights; the same name means the same tensor. */
    Value weight(WeightTensor tensor) {
        weights.putIfAbsent(tensor.name(), tensor);
        return new Value(tensor.name());
    }

    /** The weights in the order of their first use. */
    Map<String, WeightTensor> weights() {
        return Collections.unmodifiableMap(weights);
    }

    /** The graph without its weights. */
    GraphProto.Builder proto() {
        return graph.clone();
    }

    private Value integers(List<Long> values, List<Long> shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(bytes::putLong);
        return constant(TensorProto.DataType.INT64, shape, bytes.flip());
    }

    private Value constant(TensorProto.DataType type, List<Long> shape, ByteBuffer bytes) {
        String name = "constant_" + graph.getInitializerCount();
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .addAllDims(shape)
                .setRawData(ByteString.copyFrom(bytes)));
        return new Value(name);
    }

    private static NodeProto node(
            String operator, List<String> inputs, List<String> outputs, List<AttributeProto> attributes) {
        return NodeProto.newBuilder()
                .setName(outputs.get(0))
                .setOpType(operator)
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .addAllAttribute(attributes)
                .build();
    }

    private static ValueInfoProto info(String name, TensorProto.DataType type, Dimension... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (Dimension dimension : shape) {
            dimensions.addDim(dimension.proto());
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(type.getNumber())
                .setShape(dimensions)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
