package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Turns names that somebody else chose into paths that stay where they belong, on every system. */
final class SafeNames {

    /** Devices of Windows, which are no files whatever their ending. */
    private static final Pattern RESERVED = Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

    private static final Pattern WINDOWS_FORBIDS = Pattern.compile(".*[<>:\"|?*].*|.*[. ]");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final boolean ON_WINDOWS = java.io.File.separatorChar == '\\';

    private SafeNames() {}

    /** Whether it is a whole commit hash, which needs no reference. */
    static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    /**
     * The path of a repository's file under a folder.
     *
     * @throws UserError if it would lie elsewhere or cannot be a file here
     */
    static Path under(Path folder, String name, HubRepository repository) {
        return under(folder, name, repository, ON_WINDOWS);
    }

    static Path under(Path folder, String name, HubRepository repository, boolean windows) {
        String wrong = problem(name, windows);
        if (wrong.isEmpty()) {
            try {
                Path path = folder.resolve(name).normalize();
                if (path.startsWith(folder.normalize()) && !path.equals(folder.normalize())) {
                    return path;
                }
                wrong = "lies outside of the cache";
            } catch (InvalidPathException e) {
                wrong = "is no name of a file on this system";
            }
        }
        throw new UserError("the " + repository + " names a file \"" + printable(name) + "\" that " + wrong
                + "; nothing is written. Tell the repository's owner, or leave the file out with --include");
    }

    /** Checks a revision that a user or the hub gave. */
    static void checkRevision(String revision) {
        if (!problem(revision, true).isEmpty() || revision.endsWith(".lock")) {
            throw new UserError("\"" + printable(revision) + "\" is no revision; give a branch, a tag or a commit");
        }
    }

    /** Without what could disturb a terminal. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static String problem(String name, boolean windows) {
        if (name.isEmpty() || name.startsWith("/") || name.indexOf('\\') >= 0) {
            return name.isEmpty() ? "is empty" : "is not relative with / between its parts";
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            return "has control characters";
        }
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return "lies outside of the cache";
            }
            if (windows
                    && (RESERVED.matcher(part).matches()
                            || WINDOWS_FORBIDS.matcher(part).matches())) {
                return "Windows does not allow";
            }
        }
        return "";
    }
}
