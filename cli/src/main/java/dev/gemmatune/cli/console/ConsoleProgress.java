package dev.gemmatune.cli.console;

import dev.gemmatune.eval.Progress;
import java.util.Locale;

/**
 * Shows how far something is: on a terminal a bar with rate and time left, elsewhere a line every few seconds. A stage
 * ends when another begins, when it is done, or when {@link #close} is called.
 */
public final class ConsoleProgress implements Progress, AutoCloseable {

    private static final int PERCENT = 100;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long TERMINAL_INTERVAL = NANOS_PER_SECOND / 10;
    private static final long LINE_INTERVAL = 5 * NANOS_PER_SECOND;
    private static final int BAR_WIDTH = 24;

    private final Console console;
    private final boolean quiet;
    private String stage = "";
    private long stageStart;
    private long firstDone;
    private long lastShown;
    private boolean lineOpen;
    private int shownLength;

    /**
     * Shows progress on the console's stderr.
     *
     * @param quiet whether to show nothing at all
     */
    public ConsoleProgress(Console console, boolean quiet) {
        this.console = console;
        this.quiet = quiet;
    }

    @Override
    public void update(String newStage, long done, long total) {
        update(newStage, done, total, "");
    }

    /**
     * Shows progress with something more.
     *
     * @param total 0 if it is not known
     * @param more behind the rate, such as the loss; may be empty
     */
    public void update(String newStage, long done, long total, String more) {
        update(newStage, done, total, more, false);
    }

    /** Shows progress of which only the share is known, from 0 to 1: {@code verifying 47 %, 7 s left}. */
    public void share(String newStage, double done) {
        update(newStage, Math.round(PERCENT * done), PERCENT, "", true);
    }

    private void update(String newStage, long done, long total, String more, boolean share) {
        if (quiet) {
            return;
        }
        long now = console.nanoTime().getAsLong();
        boolean begins = !newStage.equals(stage) || done < firstDone;
        if (begins) {
            endStage();
            stage = newStage;
            stageStart = now;
            firstDone = done;
            lastShown = now - (console.terminal() ? TERMINAL_INTERVAL : 0);
        }
        boolean complete = total > 0 && done >= total;
        boolean due = now - lastShown >= (console.terminal() ? TERMINAL_INTERVAL : LINE_INTERVAL);
        boolean tookLong = now - stageStart >= LINE_INTERVAL;
        if (due || (complete && (console.terminal() || tookLong))) {
            lastShown = now;
            show(line(done, total, now, more, share));
            if (complete) {
                endStage();
            }
        }
    }

    /** Shows a message on a line of its own, below which the progress goes on. */
    public void message(String text) {
        if (!quiet) {
            clear();
            console.message(text);
        }
    }

    @Override
    public void close() {
        endStage();
    }

    /** Ends the line of the present stage. */
    public void endStage() {
        if (lineOpen) {
            console.err().println();
            console.err().flush();
            lineOpen = false;
            shownLength = 0;
        }
        stage = "";
    }

    private void show(String line) {
        if (console.terminal()) {
            console.err().print("\r" + line + " ".repeat(Math.max(0, shownLength - line.length())));
            console.err().flush();
            shownLength = line.length();
            lineOpen = true;
        } else {
            console.message(line);
        }
    }

    private void clear() {
        if (lineOpen) {
            console.err().print("\r" + " ".repeat(shownLength) + "\r");
            lineOpen = false;
            shownLength = 0;
        }
    }

    private String line(long done, long total, long now, String more, boolean share) {
        double seconds = (now - stageStart) / (double) NANOS_PER_SECOND;
        double rate = seconds > 0 ? (done - firstDone) / seconds : 0;
        StringBuilder line = new StringBuilder(stage).append(' ');
        if (total > 0 && console.terminal()) {
            int filled = (int) (BAR_WIDTH * Math.min(done, total) / total);
            line.append('[')
                    .append("#".repeat(filled))
                    .append("-".repeat(BAR_WIDTH - filled))
                    .append("] ");
        }
        line.append(done);
        if (share) {
            line.append(" %");
        } else if (total > 0) {
            line.append('/').append(total);
        }
        if (rate > 0) {
            if (!share) {
                line.append(String.format(Locale.ROOT, rate < 10 ? ", %.1f/s" : ", %.0f/s", rate));
            }
            if (total > done) {
                line.append(", ").append(duration((total - done) / rate)).append(" left");
            }
        }
        return line.append(more.isEmpty() ? "" : ", " + more).toString();
    }

    /** {@code 42 s}, {@code 3 min 05 s}, {@code 2 h 07 min}. */
    public static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }
}
