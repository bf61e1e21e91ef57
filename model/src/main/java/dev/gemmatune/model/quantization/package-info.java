/**
 * The one quantizer: it makes the numbers of every quantized export, of quantized checkpoints and of
 * quantization-aware training, so that they are the same bits.
 *
 * <p>{@link dev.gemmatune.model.quantization.Quantizer} turns rows of float32 into codes and scales;
 * {@link dev.gemmatune.model.quantization.GgmlBlocks} and {@link dev.gemmatune.model.quantization.NibblePairs} lay those
 * out as files want them; {@link dev.gemmatune.model.quantization.QuantizationPlan} says which weight gets which scheme.
 */
package dev.gemmatune.model.quantization;
