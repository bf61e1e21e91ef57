package dev.gemmatune.cli.doctor;

import dev.gemmatune.model.encoder.Libtorch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The cards of this machine and what keeps the engine from them.
 *
 * @param cards a line each: name and memory
 * @param driver the version of NVIDIA's driver, empty where there is none
 * @param usable how many cards the engine can use
 * @param missing the next step to a usable card, or empty if there is one already
 */
public record Cuda(List<String> cards, String driver, int usable, Optional<String> missing) {

    /** NVIDIA's minimum for every CUDA 12. */
    private static final int OLDEST_DRIVER = 525;

    private static final int SECONDS = 5;

    /** Copies. */
    public Cuda {
        cards = List.copyOf(cards);
    }

    /** Asks nvidia-smi. */
    public static Cuda ofProcess(Libtorch libtorch, int usable) {
        return of(answer(), libtorch, usable);
    }

    /** Of the lines that {@code nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader} prints. */
    static Cuda of(List<String> lines, Libtorch libtorch, int usable) {
        List<String[]> rows = lines.stream()
                .map(line -> line.split(", *", -1))
                .filter(row -> row.length == 3)
                .toList();
        List<String> cards = rows.stream().map(row -> row[0] + ", " + row[2]).toList();
        String driver = rows.isEmpty() ? "" : rows.get(0)[1];
        return new Cuda(cards, driver, usable, missing(driver, libtorch, usable));
    }

    private static Optional<String> missing(String driver, Libtorch libtorch, int usable) {
        if (usable > 0) {
            return Optional.empty();
        }
        if (driver.isEmpty()) {
            return Optional.of("no NVIDIA driver answers (nvidia-smi); without a card take --device cpu");
        }
        String major = driver.split("\\.", -1)[0];
        if (major.matches("\\d{1,6}") && Integer.parseInt(major) < OLDEST_DRIVER) {
            return Optional.of("driver " + driver + " is too old for CUDA 12: install " + OLDEST_DRIVER + " or newer");
        }
        if (libtorch.source() == Libtorch.Source.CLASS_PATH && !libtorch.hasCuda()) {
            return Optional.of(
                    "this build has libtorch for processors: ./mvnw -q -Dgpu -pl cli -am package -DskipTests");
        }
        if (libtorch.source() == Libtorch.Source.FOLDER && !libtorch.hasCuda()) {
            return Optional.of("the libtorch in " + libtorch.place() + " has no CUDA: set " + Libtorch.PATH_VARIABLE
                    + " to the lib folder of libtorch " + Libtorch.VERSION + " for CUDA 12.8");
        }
        return Optional.of(
                "DJL finds no libcudart, or no card through it: install CUDA's runtime 12.8 and put its folder"
                        + " on LD_LIBRARY_PATH");
    }

    private static List<String> answer() {
        try {
            Process process = new ProcessBuilder(
                            "nvidia-smi", "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return List.of();
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.exitValue() == 0 ? text.lines().toList() : List.of();
        } catch (IOException e) {
            return List.of(); // there is no such program, so there is no driver
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
