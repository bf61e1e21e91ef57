package dev.gemmatune.cli.hub;

import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.model.hub.HubListener;
import java.util.Locale;

/** Shows a transfer: what and how large it is before it begins, then a bar or lines in megabytes. */
public final class HubProgress implements HubListener {

    private static final long MEGABYTE = 1_000_000;

    private final ConsoleProgress progress;
    private final String verb;
    private final String place;
    private int files;
    private long bytes;

    /**
     * Shows a transfer.
     *
     * @param verb {@code downloading}
     * @param place where to, in words
     */
    public HubProgress(ConsoleProgress progress, String verb, String place) {
        this.progress = progress;
        this.verb = verb;
        this.place = place;
    }

    @Override
    public void begins(String what, int allFiles, long allBytes) {
        files = allFiles;
        bytes = allBytes;
        progress.message(String.format(
                Locale.ROOT,
                "%s the %s: %d %s, %s, %s",
                verb,
                what,
                allFiles,
                allFiles == 1 ? "file" : "files",
                size(allBytes),
                place));
    }

    @Override
    public void progresses(int filesDone, long bytesDone) {
        progress.bytes(verb, bytesDone, bytes, filesDone + "/" + files + " files");
    }

    @Override
    public void notes(String message) {
        progress.message("note: " + message);
    }

    /** {@code 134 bytes}, {@code 33.4 MB}. */
    public static String size(long bytes) {
        return bytes < MEGABYTE / 10
                ? bytes + " bytes"
                : String.format(Locale.ROOT, "%,.1f MB", bytes / (double) MEGABYTE);
    }
}
