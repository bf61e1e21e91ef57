/** A page of HTML and its charts, free of what they show: elements that escape, axes, lines, bars. */
package dev.gemmatune.cli.report.html;
