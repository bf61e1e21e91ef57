package dev.gemmatune.datasets.lines;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * What readers tell beside the rows: how a file was taken where there was a choice, and what is unusual in it though it is no
 * error. Notes go to the logger {@value #LOGGER_NAME} at level INFO; a file that is read twice gives its notes twice.
 */
public final class ReadingNotes {

    /** The logger that gets the notes. */
    public static final String LOGGER_NAME = "dev.gemmatune.datasets";

    private static final Logger LOGGER = System.getLogger(LOGGER_NAME);

    private ReadingNotes() {}

    /** Tells a sentence that begins with the file or the place that it is about. */
    public static void tell(String note) {
        LOGGER.log(Level.INFO, note);
    }
}
