/** Training with weights as an export will store them. */
package dev.gemmatune.train.quantization;
