package dev.gemmatune.datasets.rows;

import dev.gemmatune.datasets.lines.Utf8Lines;
import dev.gemmatune.model.UserError;

/** Tells a line that is no text, behind which others may be, from a file that cannot be read on. */
final class LineErrors {

    private LineErrors() {}

    /** The next line, or null after the last one. */
    static String next(Utf8Lines lines) {
        int before = lines.number();
        try {
            return lines.next();
        } catch (UserError e) {
            throw lines.number() == before ? new UnreadableRest(e.getMessage(), e) : e;
        }
    }
}
