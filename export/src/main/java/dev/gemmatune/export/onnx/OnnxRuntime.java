package dev.gemmatune.export.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.util.concurrent.CompletableFuture;

/** ONNX Runtime's environment, of which a process has one. */
final class OnnxRuntime {

    /** Enough for command lines of 200,000 characters. */
    private static final long STACK_BYTES = 64L << 20;

    private OnnxRuntime() {}

    /**
     * The environment. ONNX Runtime 1.29 searches the process's command line with a recursive matcher when it starts: a
     * class path of about 4,000 characters overflows the stack of an ordinary thread and ends the process. So it is asked
     * for on a thread with a larger one; where it has started, that costs nothing but the thread.
     */
    static OrtEnvironment environment() {
        return CompletableFuture.supplyAsync(
                        OrtEnvironment::getEnvironment,
                        task -> new Thread(null, task, "onnxruntime", STACK_BYTES).start())
                .join();
    }
}
