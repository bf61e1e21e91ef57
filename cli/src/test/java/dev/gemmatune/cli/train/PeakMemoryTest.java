package dev.gemmatune.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class PeakMemoryTest {

    @Test
    void thePeakIsReadFromTheStatus() {
        String status = "Name:\tjava\nVmPeak:\t 9000000 kB\nVmHWM:\t 1000000 kB\nVmRSS:\t 500000 kB\n";
        assertEquals(1024, PeakMemory.of(status).orElseThrow(), 1e-9);
        assertEquals(OptionalDouble.empty(), PeakMemory.of("Name:\tjava\n"));
    }
}
