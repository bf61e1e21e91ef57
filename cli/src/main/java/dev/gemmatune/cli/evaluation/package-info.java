/** Evaluating a set and keeping what it found query by query, so that models can be compared later. */
package dev.gemmatune.cli.evaluation;
