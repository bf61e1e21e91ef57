/**
 * The safetensors file format: a length, a JSON header, then the tensors' bytes.
 *
 * <p>Reading maps the file and copies nothing; writing streams tensor by tensor. The format is described in the
 * repository huggingface/safetensors.
 */
package dev.gemmatune.model.safetensors;
