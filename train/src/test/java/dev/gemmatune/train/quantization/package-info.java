/** Training with rounded weights. */
package dev.gemmatune.train.quantization;
