package dev.gemmatune.cli.report.html;

/** A part of a page. There is no node for markup as it is, and so nothing can reach a page without being escaped. */
public sealed interface Node permits Element, Text {

    /** Adds the markup to a page. */
    void writeTo(StringBuilder page);
}
