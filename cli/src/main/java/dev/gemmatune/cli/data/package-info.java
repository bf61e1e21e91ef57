/** What {@code data inspect} looks at and how it shows it. */
package dev.gemmatune.cli.data;
