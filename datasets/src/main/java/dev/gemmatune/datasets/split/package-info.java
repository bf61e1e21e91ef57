/** Parts rows into those to train on and those to measure with. */
package dev.gemmatune.datasets.split;
