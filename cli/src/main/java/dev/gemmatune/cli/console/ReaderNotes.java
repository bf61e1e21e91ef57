package dev.gemmatune.cli.console;

import dev.gemmatune.datasets.lines.ReadingNotes;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Shows what readers of data tell, each note once, for as long as it is open. */
public final class ReaderNotes extends Handler {

    /** Held here, because the JDK forgets the handlers of a logger that nobody holds. */
    private static final Logger LOGGER = Logger.getLogger(ReadingNotes.LOGGER_NAME);

    private final Console console;
    private final Set<String> shown = new HashSet<>();

    private ReaderNotes(Console console) {
        this.console = console;
    }

    /** Begins to show notes on {@code console}. */
    public static ReaderNotes on(Console console) {
        ReaderNotes notes = new ReaderNotes(console);
        LOGGER.setLevel(Level.INFO);
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(notes);
        return notes;
    }

    @Override
    public synchronized void publish(LogRecord told) {
        if (shown.add(told.getMessage())) {
            console.note(told.getMessage());
        }
    }

    @Override
    public void flush() {
        // The console keeps nothing back.
    }

    @Override
    public void close() {
        LOGGER.removeHandler(this);
    }
}
