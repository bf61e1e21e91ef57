package dev.gemmatune.export.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The header of a file as it grows: little-endian numbers, texts behind their length in bytes. */
final class GgufBytes {

    static final int UINT32 = 4;
    static final int INT32 = 5;
    static final int FLOAT32 = 6;
    static final int BOOL = 7;
    static final int STRING = 8;
    static final int ARRAY = 9;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    GgufBytes type(int number) {
        return number(number);
    }

    GgufBytes array(int elementType, long size) {
        return type(ARRAY).type(elementType).large(size);
    }

    GgufBytes small(int value) {
        bytes.write(value);
        return this;
    }

    GgufBytes number(int value) {
        bytes.write(buffer.putInt(0, value).array(), 0, Integer.BYTES);
        return this;
    }

    GgufBytes large(long value) {
        bytes.write(buffer.putLong(0, value).array(), 0, Long.BYTES);
        return this;
    }

    GgufBytes text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        large(encoded.length);
        bytes.writeBytes(encoded);
        return this;
    }

    int size() {
        return bytes.size();
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
