/** Files that tell others what was measured. */
package dev.gemmatune.cli.report;
