package dev.gemmatune.export.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

final class PooledVectorTest {

    @Test
    void rowsArePooledAsAConsumerDoes() {
        float[] rows = {3, 0, 0, 4, 100, 100};
        assertArrayEquals(new float[] {0.6f, 0.8f}, PooledVector.of(rows, 2, 2));
        assertArrayEquals(new float[] {0, 0}, PooledVector.of(new float[2], 2, 1));
    }
}
