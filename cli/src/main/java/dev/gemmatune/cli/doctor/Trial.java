package dev.gemmatune.cli.doctor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.encoder.TorchEngine;
import java.util.Optional;

/**
 * Whether libtorch loads and computes.
 *
 * @param seconds what that took
 * @param devices how many CUDA devices it can use
 * @param failure why it does not
 */
record Trial(double seconds, int devices, Optional<String> failure) {

    private static final double NANOS = 1e9;

    /** Loads it, multiplies two matrices, counts the devices. */
    static Trial run() {
        long start = System.nanoTime();
        try {
            Engine engine = TorchEngine.get();
            try (NDManager manager = engine.newBaseManager()) {
                NDArray ones = manager.ones(new Shape(2, 2));
                float product = ones.matMul(ones).toFloatArray()[0];
                Optional<String> wrong = product == 2
                        ? Optional.empty()
                        : Optional.of("libtorch computes 1 · 1 + 1 · 1 = " + product + "; its files are damaged");
                return new Trial((System.nanoTime() - start) / NANOS, engine.getGpuCount(), wrong);
            }
        } catch (UserError e) {
            return new Trial((System.nanoTime() - start) / NANOS, 0, Optional.of(e.getMessage()));
        }
    }
}
