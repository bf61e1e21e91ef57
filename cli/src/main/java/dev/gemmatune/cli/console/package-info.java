/** What the user sees: results on stdout as text tables, progress and messages on stderr. */
package dev.gemmatune.cli.console;
