/** Embeds texts of any number into a file while they are read. */
package dev.gemmatune.cli.embed;
