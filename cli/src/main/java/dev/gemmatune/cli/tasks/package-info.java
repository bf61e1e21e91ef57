/** Descriptions of evaluation tasks in YAML: that of a folder, and those that come with gemmatune. */
package dev.gemmatune.cli.tasks;
