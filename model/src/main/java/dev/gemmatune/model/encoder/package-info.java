/**
 * The Gemma 3 text encoder of EmbeddingGemma: tokens in, unit vectors out, differentiable.
 *
 * <p>The mathematics is TorchScript source, a readable resource beside this package, compiled by libtorch through DJL's
 * public API. That brings fused attention, batches without padding, AdamW as torch computes it, and one crossing into
 * native code per step. The weights stay DJL parameters of a DJL block, named as in the checkpoint.
 */
package dev.gemmatune.model.encoder;
