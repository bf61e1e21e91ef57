package dev.gemmatune.cli.console;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.gemmatune.model.files.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Where output goes: results to stdout, everything else to stderr. In JSON mode stdout gets one object when the command is
 * over, and nothing else. Used by one thread; messages may come from any.
 */
public final class Console {

    private static final Map<String, Terminal.Colour> MARKS = Map.of(
            "error:", Terminal.Colour.BAD,
            "unexpected error:", Terminal.Colour.BAD,
            "warning:", Terminal.Colour.DOUBTFUL);

    private final PrintWriter out;
    private final PrintWriter err;
    private final Terminal terminal;
    private final LongSupplier nanoTime;
    private boolean quiet;
    private boolean json;
    private JsonObject answer = new JsonObject();
    /** Whether the last word is said. */
    private volatile boolean silent;

    /**
     * A console.
     *
     * @param out results
     * @param err everything else
     * @param terminal behind {@code err}
     * @param nanoTime the clock
     */
    public Console(PrintWriter out, PrintWriter err, Terminal terminal, LongSupplier nanoTime) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    /** A console of which the width is not known and that has no colours. */
    public Console(PrintWriter out, PrintWriter err, boolean terminal, LongSupplier nanoTime) {
        this(out, err, terminal ? new Terminal(true, 0, false) : Terminal.NONE, nanoTime);
    }

    private static final class OfProcess {
        private static final Console CONSOLE = new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Terminal.ofProcess(),
                System::nanoTime);
    }

    /** The console of this process, always the same one: what a command is told about its output holds for downloads too. */
    public static Console ofProcess() {
        return OfProcess.CONSOLE;
    }

    /**
     * Begins a command.
     *
     * @param showsLess whether notes and progress are left out
     * @param asJson whether stdout gets an object in place of text
     */
    public void begin(boolean showsLess, boolean asJson) {
        quiet = showsLess;
        json = asJson;
        answer = new JsonObject();
    }

    /** Where results go. */
    public PrintWriter out() {
        return out;
    }

    /** Where everything else goes. */
    public PrintWriter err() {
        return err;
    }

    /** Whether only results and errors are wanted. */
    public boolean quiet() {
        return quiet;
    }

    /** Whether stdout gets an object in place of text. */
    public boolean json() {
        return json;
    }

    Terminal terminal() {
        return terminal;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** Prints a line of results for people. */
    public void result(String line) {
        if (!json && !silent) {
            out.println(line);
            out.flush();
        }
    }

    /** Adds to the result for programs; docs/commands.md describes it. */
    public void answer(String name, JsonElement value) {
        answer.add(name, value);
    }

    /** The same with a text. */
    public void answer(String name, Object text) {
        answer.addProperty(name, text.toString());
    }

    /** The same with a number; null where it is none. */
    public void answer(String name, Number number) {
        answer.add(name, number instanceof Double real ? Json.ofNumber(real) : new JsonPrimitive(number));
    }

    /** Prints a message that is always wanted. A {@code warning:} or {@code error:} at its start is coloured. */
    public void message(String line) {
        if (!silent) {
            err.println(painted(line));
            err.flush();
        }
    }

    /** Prints a message unless only results and errors are wanted. */
    public void note(String line) {
        if (!quiet) {
            message(line);
        }
    }

    /** Ends a command: in JSON mode prints its exit code and what it answered. */
    public int end(int exitCode) {
        if (json && !silent) {
            JsonObject whole = new JsonObject();
            whole.addProperty("exit_code", exitCode);
            answer.entrySet().forEach(entry -> whole.add(entry.getKey(), entry.getValue()));
            out.println(Json.pretty(whole).stripTrailing());
        }
        out.flush();
        err.flush();
        return exitCode;
    }

    /** Ends a command that was told to stop, from another thread than its own; nothing is shown after that. */
    void interrupted(String left) {
        String message = "interrupted; " + left;
        JsonObject error = new JsonObject();
        error.addProperty("kind", "interrupted");
        error.addProperty("message", message);
        answer = new JsonObject();
        answer.add("error", error);
        message((terminal.present() ? "\n" : "") + message);
        end(StopSignal.EXIT_CODE);
        silent = true;
    }

    private String painted(String line) {
        for (Map.Entry<String, Terminal.Colour> mark : MARKS.entrySet()) {
            if (line.startsWith(mark.getKey())) {
                return terminal.paint(mark.getValue(), mark.getKey())
                        + line.substring(mark.getKey().length());
            }
        }
        return line;
    }
}
