package dev.gemmatune.export.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedOutputStream;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a model with its weights inside. A message of protobuf begins with its length, so the lengths are added up
 * first; then each tensor goes through memory alone.
 */
final class SingleFile {

    /** protobuf's limit. */
    private static final long LARGEST = Integer.MAX_VALUE;

    private static final int BUFFER = 1 << 16;

    private SingleFile() {}

    /**
     * Writes a model file.
     *
     * @param model the model whose graph lacks its weights
     * @param weights the graph's weights
     * @throws IOException if the disk is full or the file cannot be written
     */
    static void write(Path file, ModelProto.Builder model, Map<String, WeightTensor> weights, ExportProgress progress)
            throws IOException {
        GraphProto graph = model.getGraph();
        long length = graph.getSerializedSize();
        for (WeightTensor weight : weights.values()) {
            long size = size(weight);
            length += tag(GraphProto.INITIALIZER_FIELD_NUMBER) + CodedOutputStream.computeUInt64SizeNoTag(size) + size;
        }
        checkLength(file, length);
        try (OutputStream stream = Files.newOutputStream(file)) {
            CodedOutputStream output = CodedOutputStream.newInstance(stream, BUFFER);
            model.clone().clearGraph().build().writeTo(output);
            output.writeTag(ModelProto.GRAPH_FIELD_NUMBER, 2);
            output.writeUInt64NoTag(length);
            graph.writeTo(output);
            long written = 0;
            for (WeightTensor weight : weights.values()) {
                write(weight, output);
                written += weight.bytes();
                progress.update("writing weights", written / (double) total(weights));
            }
            output.flush();
        }
    }

    private static void checkLength(Path file, long length) {
        if (length > LARGEST) {
            throw new UserError(String.format(
                    Locale.ROOT,
                    "%s would have %.2f GB in one file, and ONNX allows 2.15; leave the single file away, prune the"
                            + " vocabulary, or choose a smaller format",
                    file.getFileName(),
                    length / 1e9));
        }
    }

    private static void write(WeightTensor weight, CodedOutputStream output) throws IOException {
        output.writeTag(GraphProto.INITIALIZER_FIELD_NUMBER, 2);
        output.writeUInt64NoTag(size(weight));
        description(weight).writeTo(output);
        output.writeTag(TensorProto.RAW_DATA_FIELD_NUMBER, 2);
        output.writeUInt64NoTag(weight.bytes());
        weight.write(output::writeRawBytes);
    }

    private static long size(WeightTensor weight) {
        return description(weight).getSerializedSize()
                + tag(TensorProto.RAW_DATA_FIELD_NUMBER)
                + CodedOutputStream.computeUInt64SizeNoTag(weight.bytes())
                + weight.bytes();
    }

    private static TensorProto description(WeightTensor weight) {
        return TensorProto.newBuilder()
                .setName(weight.name())
                .setDataType(weight.type().code())
                .addAllDims(weight.shape())
                .build();
    }

    private static int tag(int field) {
        return CodedOutputStream.computeTagSize(field);
    }

    private static long total(Map<String, WeightTensor> weights) {
        return weights.values().stream().mapToLong(WeightTensor::bytes).sum();
    }
}
