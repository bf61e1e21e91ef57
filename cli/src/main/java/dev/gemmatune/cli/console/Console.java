package dev.gemmatune.cli.console;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/**
 * Where output goes.
 *
 * @param out results
 * @param err everything else
 * @param terminal whether {@code err} is a terminal, on which a line can be written over
 * @param nanoTime the clock
 */
public record Console(PrintWriter out, PrintWriter err, boolean terminal, LongSupplier nanoTime) {

    /** The console of this process. The launcher says whether there is a terminal, since Java cannot know it of stderr. */
    public static Console ofProcess() {
        return new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Boolean.getBoolean("gemmatune.terminal"),
                System::nanoTime);
    }

    /** Prints a line of results. */
    public void result(String line) {
        out.println(line);
        out.flush();
    }

    /** Prints a message. */
    public void message(String line) {
        err.println(line);
        err.flush();
    }
}
