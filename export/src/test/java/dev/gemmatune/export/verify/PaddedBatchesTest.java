package dev.gemmatune.export.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PaddedBatchesTest {

    @Test
    void longAndShortTextsShareABatch() {
        assertEquals(List.of(List.of(1, 2, 4, 0), List.of(3)), PaddedBatches.plan(List.of(3, 50, 2, 4, 20), 3));
    }

    @Test
    void veryLongTextsComeTwoAtATime() {
        assertEquals(List.of(List.of(0, 2), List.of(1)), PaddedBatches.plan(List.of(8192, 8192, 5), 16));
    }

    @Test
    void noTextsAreNoBatches() {
        assertEquals(List.of(), PaddedBatches.plan(List.of(), 3));
    }
}
