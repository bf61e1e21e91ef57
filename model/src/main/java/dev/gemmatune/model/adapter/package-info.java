/**
 * Low-rank adapters (LoRA): their settings, their mathematics, PEFT's file format, and merging them into a checkpoint.
 *
 * <p>Nothing here needs the engine; training them is the encoder's business.
 */
package dev.gemmatune.model.adapter;
