/**
 * Evaluation tasks: what a folder holds as its description says it, read and checked. A task has one or more splits and
 * subsets (languages, mostly), each with data of the task's type.
 */
package dev.gemmatune.datasets.tasks;
