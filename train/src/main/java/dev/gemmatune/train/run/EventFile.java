package dev.gemmatune.train.run;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A file of scalars that TensorBoard reads: TFRecords (length, its checksum, data, its checksum; little endian), each an
 * Event of tensorflow/core/util/event.proto with a Summary of tensorflow/core/framework/summary.proto.
 *
 * <p>An event's length depends on its step and its tags only. So where a resumed run cuts the file and writes the same
 * steps again, records begin where they began before, and a TensorBoard that is watching goes on reading.
 */
final class EventFile {

    /** TensorBoard looks for {@code tfevents} in the name. */
    static final String NAME = "events.out.tfevents.gemmatune";

    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;

    private final Path file;

    EventFile(Path file) {
        this.file = file;
    }

    /** Adds the values of a step by their tags. */
    void append(double wallTime, long step, Map<String, Double> values) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        if (!Files.exists(file) || Files.size(file) == 0) {
            records.writeBytes(record(message(event -> {
                event.writeDouble(WALL_TIME, wallTime);
                event.writeString(FILE_VERSION, "brain.Event:2");
            })));
        }
        byte[] summary = message(all -> {
            for (Map.Entry<String, Double> value : values.entrySet()) {
                all.writeByteArray(VALUE, message(one -> {
                    one.writeString(TAG, value.getKey());
                    one.writeFloat(SIMPLE_VALUE, value.getValue().floatValue());
                }));
            }
        });
        records.writeBytes(record(message(event -> {
            event.writeDouble(WALL_TIME, wallTime);
            event.writeInt64(STEP, step);
            event.writeByteArray(SUMMARY, summary);
        })));
        Files.write(file, records.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private interface Fields {
        void write(CodedOutputStream output) throws IOException;
    }

    private static byte[] message(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream output = CodedOutputStream.newInstance(bytes);
        fields.write(output);
        output.flush();
        return bytes.toByteArray();
    }

    private static byte[] record(byte[] data) {
        byte[] length = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(data.length)
                .array();
        return ByteBuffer.allocate(length.length + data.length + 2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(length)
                .putInt(maskedChecksum(length))
                .put(data)
                .putInt(maskedChecksum(data))
                .array();
    }

    /** CRC-32C, rotated and shifted by a constant so that the checksum of data with checksums in it stays useful. */
    static int maskedChecksum(byte[] data) {
        CRC32C checksum = new CRC32C();
        checksum.update(data);
        return Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8;
    }
}
