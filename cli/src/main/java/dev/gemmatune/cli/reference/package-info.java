/** The reference of all config keys, as a page and for the terminal. */
package dev.gemmatune.cli.reference;
