package dev.gemmatune.cli.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** The most memory that this process has had, natives and heap together. */
final class PeakMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";
    private static final double MEGABYTES_PER_KIBIBYTE = 1024 / 1e6;

    private PeakMemory() {}

    /** Megabytes of main memory; empty where the system does not say, which only Linux does. */
    static OptionalDouble megabytes() {
        if (!Files.exists(STATUS)) {
            return OptionalDouble.empty();
        }
        try {
            return of(Files.readString(STATUS));
        } catch (IOException notReadable) {
            return OptionalDouble.empty(); // a fact less in the report
        }
    }

    static OptionalDouble of(String status) {
        return status.lines()
                .filter(line -> line.startsWith(PEAK))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * MEGABYTES_PER_KIBIBYTE)
                .findFirst();
    }
}
