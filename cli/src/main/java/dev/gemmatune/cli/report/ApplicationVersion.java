package dev.gemmatune.cli.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Which gemmatune this is. */
public final class ApplicationVersion {

    private ApplicationVersion() {}

    /** The version; {@code development} when the application does not run from its jar. */
    public static String text() {
        String version = ApplicationVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** Version and present time in a line. */
    public static String now() {
        return "gemmatune " + text() + ", " + Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
