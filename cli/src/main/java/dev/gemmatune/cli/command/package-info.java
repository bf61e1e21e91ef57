/** The commands: they read options, call the library and show what it returns. Exit codes are those of picocli and 3. */
package dev.gemmatune.cli.command;
