package dev.gemmatune.export.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

final class DenseProductTest {

    @Test
    void layersAreAppliedInTheirOrder() {
        DenseProduct first = DenseProduct.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        DenseProduct second = DenseProduct.of(new float[] {1, 0, -1, 0, 2, 0}, 3, 2);
        // second · first = [[1 - 5, 2 - 6], [6, 8]], transposed.
        FloatBuffer product = first.then(second).transposed().asFloatBuffer();
        assertEquals(FloatBuffer.wrap(new float[] {-4, 6, -4, 8}), product);
    }
}
