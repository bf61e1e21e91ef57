package dev.gemmatune.export.onnx;

/**
 * A tensor in a graph: an input, a constant, a weight, or what a node gives.
 *
 * @param name unique in its graph
 */
record Value(String name) {}
