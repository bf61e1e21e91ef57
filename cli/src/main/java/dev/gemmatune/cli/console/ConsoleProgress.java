package dev.gemmatune.cli.console;

import dev.gemmatune.eval.Progress;
import java.util.Locale;
import java.util.Optional;

/**
 * Shows how far something is: on a terminal a bar with rate and time left, which goes away when the stage is over,
 * elsewhere a line now and then, ever more seldom the longer it takes. A stage ends when another begins, when it is done, or when {@link #close} is called.
 */
public final class ConsoleProgress implements Progress, AutoCloseable {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long TERMINAL_INTERVAL = NANOS_PER_SECOND / 10;
    private static final long LINE_INTERVAL = 5 * NANOS_PER_SECOND;
    /** A line is due when a tenth of the stage's time has passed since the last: three hours have some seventy. */
    private static final long SHARE_OF_TIME = 10;

    private static final int BAR_WIDTH = 24;
    private static final int NARROWEST_BAR = 6;
    /** A space and a bracket before, a bracket and a space behind. */
    private static final int BAR_ENDS = 4;

    private static final int SHARE_STEPS = 100;

    /** In what is counted. */
    private enum Unit {
        PIECES {
            @Override
            String amount(long done, long total) {
                return total > 0
                        ? String.format(Locale.ROOT, "%,d/%,d", done, total)
                        : String.format(Locale.ROOT, "%,d", done);
            }

            @Override
            String rate(double rate) {
                if (rate < 1) {
                    return String.format(Locale.ROOT, ", %.1f s each", 1 / rate);
                }
                return String.format(Locale.ROOT, rate < 10 ? ", %.1f/s" : ", %,.0f/s", rate);
            }
        },
        BYTES {
            @Override
            String amount(long done, long total) {
                return total > 0
                        ? String.format(Locale.ROOT, "%,.1f of %,.1f MB", done / MEGABYTE, total / MEGABYTE)
                        : String.format(Locale.ROOT, "%,.1f MB", done / MEGABYTE);
            }

            @Override
            String rate(double rate) {
                return String.format(Locale.ROOT, ", %,.1f MB/s", rate / MEGABYTE);
            }
        },
        SHARE {
            @Override
            String amount(long done, long total) {
                return done + " %";
            }

            @Override
            String rate(double rate) {
                return "";
            }
        };

        private static final double MEGABYTE = 1e6;

        abstract String amount(long done, long total);

        abstract String rate(double perSecond);
    }

    private final Console console;
    private String stage = "";
    private long stageStart;
    private long firstDone;
    private long lastShown;
    private boolean lineOpen;
    private int shownLength;
    private Optional<Timed> timed = Optional.empty();

    /** Shows progress on the console's stderr, unless the console is quiet. */
    public ConsoleProgress(Console console) {
        this.console = console;
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
        update(newStage, done, total, more, Unit.PIECES);
    }

    /**
     * Shows progress of which the caller knows the time, so that pauses between pieces do not count.
     *
     * @param counted pieces that took so many {@code seconds}, of those that are done
     */
    public void timed(String newStage, long done, long total, long counted, double seconds, String more) {
        timed = Optional.of(new Timed(counted, seconds));
        update(newStage, done, total, more, Unit.PIECES);
        timed = Optional.empty();
    }

    private record Timed(long pieces, double seconds) {}

    /** Shows progress in bytes: {@code downloading 12.3 of 1,234.5 MB, 24.1 MB/s, 51 s left}. */
    public void bytes(String newStage, long done, long total, String more) {
        update(newStage, done, total, more, Unit.BYTES);
    }

    /** Shows progress of which only the share is known, from 0 to 1: {@code verifying 47 %, 7 s left}. */
    public void share(String newStage, double done) {
        update(newStage, Math.round(SHARE_STEPS * done), SHARE_STEPS, "", Unit.SHARE);
    }

    private void update(String newStage, long done, long total, String more, Unit unit) {
        if (console.quiet()) {
            return;
        }
        boolean onTerminal = console.terminal().present();
        long now = console.now();
        if (!newStage.equals(stage) || done < firstDone) {
            endStage();
            stage = newStage;
            stageStart = now;
            firstDone = done;
            lastShown = now - (onTerminal ? TERMINAL_INTERVAL : 0);
        }
        boolean complete = total > 0 && done >= total;
        boolean tookLong = now - stageStart >= LINE_INTERVAL;
        if (now - lastShown >= interval(now) || (complete && (onTerminal || tookLong))) {
            lastShown = now;
            show(line(done, total, now, more, unit));
            if (complete) {
                endStage();
            }
        }
    }

    private long interval(long now) {
        return console.terminal().present()
                ? TERMINAL_INTERVAL
                : Math.max(LINE_INTERVAL, (now - stageStart) / SHARE_OF_TIME);
    }

    /** Shows a message on a line of its own, below which the progress goes on. */
    public void message(String text) {
        if (!console.quiet()) {
            clear();
            console.message(text);
        }
    }

    @Override
    public void close() {
        endStage();
    }

    /** Ends the present stage and takes its bar away. */
    public void endStage() {
        clear();
        stage = "";
    }

    private void show(Line line) {
        Terminal terminal = console.terminal();
        if (!terminal.present()) {
            console.message(line.text());
            return;
        }
        Line fitting = line.cutTo(columns());
        int length = fitting.text().length();
        console.err().print("\r" + fitting.painted(terminal) + " ".repeat(Math.max(0, shownLength - length)));
        console.err().flush();
        shownLength = length;
        lineOpen = true;
    }

    private void clear() {
        if (lineOpen) {
            console.err().print("\r" + " ".repeat(shownLength) + "\r");
            console.err().flush();
            lineOpen = false;
            shownLength = 0;
        }
    }

    /** A line, of which the part of the bar that is done may be coloured. */
    private record Line(String before, String bar, String after) {

        String text() {
            return before + bar + after;
        }

        Line cutTo(int columns) {
            return text().length() <= columns ? this : new Line(text().substring(0, columns), "", "");
        }

        String painted(Terminal terminal) {
            return before + terminal.paint(Terminal.Colour.DONE, bar) + after;
        }
    }

    private Line line(long done, long total, long now, String more, Unit unit) {
        double seconds = timed.map(Timed::seconds).orElse((now - stageStart) / (double) NANOS_PER_SECOND);
        long pieces = timed.map(Timed::pieces).orElse(done - firstDone);
        double rate = seconds > 0 ? pieces / seconds : 0;
        StringBuilder after = new StringBuilder(unit.amount(done, total));
        if (rate > 0) {
            after.append(unit.rate(rate));
            if (total > done) {
                after.append(", ").append(duration((total - done) / rate)).append(" left");
            } else if (total > 0 && (timed.isEmpty() || pieces == done)) {
                after.append(", in ").append(duration(seconds));
            }
        }
        after.append(more.isEmpty() ? "" : ", " + more);
        if (total <= 0 || !console.terminal().present()) {
            return new Line(stage + " ", "", after.toString());
        }
        int room = columns() - stage.length() - after.length() - BAR_ENDS;
        if (room < NARROWEST_BAR) {
            return new Line(stage + " ", "", after.toString());
        }
        int width = Math.min(BAR_WIDTH, room);
        int filled = (int) (width * Math.min(done, total) / total);
        return new Line(stage + " [", "#".repeat(filled), "-".repeat(width - filled) + "] " + after);
    }

    /** How long a line may be: one that wraps could not be written over. */
    private int columns() {
        int columns = console.terminal().columns();
        return columns > 0 ? columns - 1 : Integer.MAX_VALUE;
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
