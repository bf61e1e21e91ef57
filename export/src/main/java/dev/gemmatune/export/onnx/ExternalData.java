package dev.gemmatune.export.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.model.files.ByteSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The file of weights beside a model, and where in it each tensor lies. */
final class ExternalData {

    /** Offsets are multiples of this, so that a runtime can map a tensor where it lies. */
    private static final int ALIGNMENT = 4096;

    private final String location;
    private final Map<String, Long> offsets = new LinkedHashMap<>();

    private ExternalData(String location) {
        this.location = location;
    }

    /**
     * Writes tensors one after another; one of them at a time is in memory.
     *
     * @throws IOException if the disk is full or the file cannot be written
     */
    static ExternalData write(Path file, Collection<WeightTensor> tensors, ExportProgress progress) throws IOException {
        ExternalData data = new ExternalData(file.getFileName().toString());
        long total = tensors.stream().mapToLong(WeightTensor::bytes).sum();
        long written = 0;
        long end = 0;
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteSink sink = ByteSink.to(channel);
            for (WeightTensor tensor : tensors) {
                long begin = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
                sink.put(ByteBuffer.allocate((int) (begin - end)));
                data.offsets.put(tensor.name(), begin);
                tensor.write(sink);
                end = begin + tensor.bytes();
                written += tensor.bytes();
                progress.update("writing weights", written / (double) total);
            }
            channel.force(true);
        }
        return data;
    }

    /** The description of a tensor that lies in this file. */
    TensorProto describe(WeightTensor tensor) {
        Long offset = offsets.get(tensor.name());
        if (offset == null) {
            throw new IllegalArgumentException("tensor must be one of those written, got " + tensor.name());
        }
        return TensorProto.newBuilder()
                .setName(tensor.name())
                .setDataType(tensor.type().code())
                .addAllDims(tensor.shape())
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(tensor.bytes())))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
