/** Test texts that are in the training data: scores on them show what was learnt by heart. */
package dev.gemmatune.datasets.leakage;
