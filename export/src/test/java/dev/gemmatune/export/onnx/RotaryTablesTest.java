package dev.gemmatune.export.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RotaryTablesTest {

    private static final RotaryTables TABLES = new RotaryTables(2048, 256);

    /** Computed by torch 2.x in float32: {@code (position * (1 / base ** (arange(0, 256, 2) / 256))).cos()}. */
    @Test
    void valuesAreThoseOfTheReference() throws IOException {
        assertTable(10_000, 2047, 1, 0.4749990701675415, 0.8799862861633301); // exact angles: 0.47501107…
        assertTable(10_000, 2047, 3, -0.9752519130706787, -0.22109673917293549);
        assertTable(10_000, 1999, 40, 0.7742228507995605, -0.6329131126403809);
        assertTable(1_000_000, 2047, 1, -0.9647905230522156, 0.26301953196525574);
        assertTable(1_000_000, 1500, 20, -0.9090889096260071, -0.41660216450691223);
        assertTable(1_000_000, 777, 127, 0.9999996423721313, 0.000865557580254972);
        assertTable(1_000_000, 0, 5, 1, 0);
    }

    private static void assertTable(double base, int position, int index, double cosine, double sine)
            throws IOException {
        WeightTensor cosines = TABLES.cosines("cos", base);
        WeightTensor sines = TABLES.sines("sin", base);
        assertEquals(List.of(2048L, 128L), cosines.shape());
        FloatBuffer cos = values(cosines);
        FloatBuffer sin = values(sines);
        assertEquals(cosine, cos.get(position * 128 + index), Math.ulp(1f));
        assertEquals(sine, sin.get(position * 128 + index), Math.ulp(1f));
    }

    private static FloatBuffer values(WeightTensor tensor) throws IOException {
        ByteBuffer values = ByteBuffer.allocate((int) tensor.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        tensor.write(values::put);
        return values.flip().asFloatBuffer();
    }
}
