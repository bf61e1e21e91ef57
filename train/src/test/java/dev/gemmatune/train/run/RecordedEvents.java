package dev.gemmatune.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads TensorBoard's file as its formats are described, and checks every checksum. */
public final class RecordedEvents {

    /** A value; the version of the file is a value without a step. */
    public record Value(long step, String tag, float value) {}

    private RecordedEvents() {}

    /** The values in the order of a run's file. */
    public static List<Value> read(Path run) throws IOException {
        ByteBuffer file =
                ByteBuffer.wrap(Files.readAllBytes(run.resolve(EventFile.NAME))).order(ByteOrder.LITTLE_ENDIAN);
        List<Value> values = new ArrayList<>();
        while (file.hasRemaining()) {
            byte[] length = new byte[Long.BYTES];
            file.get(length);
            assertEquals(EventFile.maskedChecksum(length), file.getInt());
            byte[] data = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            file.get(data);
            assertEquals(EventFile.maskedChecksum(data), file.getInt());
            event(CodedInputStream.newInstance(data), values);
        }
        return values;
    }

    private static void event(CodedInputStream event, List<Value> values) throws IOException {
        long step = 0;
        for (int tag = event.readTag(); tag != 0; tag = event.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> event.readDouble();
                case 2 -> step = event.readInt64();
                case 3 -> values.add(new Value(-1, event.readString(), 0));
                case 5 -> summary(CodedInputStream.newInstance(event.readByteArray()), step, values);
                default -> throw new AssertionError("field " + tag);
            }
        }
    }

    private static void summary(CodedInputStream summary, long step, List<Value> values) throws IOException {
        while (summary.readTag() != 0) {
            CodedInputStream value = CodedInputStream.newInstance(summary.readByteArray());
            value.readTag();
            String name = value.readString();
            value.readTag();
            values.add(new Value(step, name, value.readFloat()));
        }
    }
}
