package dev.gemmatune.cli.report;

import java.nio.file.Path;

/**
 * Paths as a report shows them: below the folder in which the command was called they are written from there, in the
 * user's home with {@code ~}. A report is passed on, and where somebody's files lie concerns nobody else.
 */
final class ShownPaths {

    private ShownPaths() {}

    /** A path, or a text with paths in it. */
    static String in(Object text) {
        String working = Path.of("").toAbsolutePath().toString();
        String home = System.getProperty("user.home");
        return shorten(shorten(text.toString(), working, ""), home, "~/");
    }

    private static String shorten(String text, String folder, String replacement) {
        boolean isRoot = folder == null || folder.length() < 2;
        return isRoot ? text : text.replace(folder + "/", replacement).replace(folder + "\\", replacement);
    }
}
