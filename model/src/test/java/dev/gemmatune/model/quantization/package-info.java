/** The quantizer against the bytes of ggml's own, and on blocks that go wrong easily. */
package dev.gemmatune.model.quantization;
