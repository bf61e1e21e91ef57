package dev.gemmatune.cli.report;

import dev.gemmatune.cli.report.html.Element;
import dev.gemmatune.eval.significance.Difference;
import java.util.Optional;

/** The colours of differences: green and red are for what is more than chance, everywhere. */
public final class Judged {

    private Judged() {}

    /** The element, green or red if p of the difference is below {@value Difference#LEVEL}. */
    public static Element coloured(Element element, Optional<Difference> difference) {
        return difference
                .filter(Difference::significant)
                .map(clear -> element.with("class", clear.change() > 0 ? "good" : "bad"))
                .orElse(element);
    }
}
