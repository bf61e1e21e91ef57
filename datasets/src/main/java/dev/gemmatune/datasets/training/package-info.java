/** Rows to train on: which column plays which role, what a row may hold, and the rows themselves. */
package dev.gemmatune.datasets.training;
