package dev.gemmatune.export.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.util.concurrent.atomic.AtomicReference;

/** ONNX Runtime's environment, of which a process has one. */
final class OnnxRuntime {

    /** Enough for command lines of 200,000 characters. */
    private static final long STACK_BYTES = 64L << 20;

    private static final AtomicReference<OrtEnvironment> STARTED = new AtomicReference<>();

    private OnnxRuntime() {}

    /**
     * The environment. ONNX Runtime 1.29 searches the process's command line with a recursive matcher when it starts: a
     * class path of about 4,000 characters overflows the stack of an ordinary thread and ends the process. So it starts
     * on a thread with a larger one.
     */
    static OrtEnvironment environment() {
        if (STARTED.get() == null) {
            Thread thread =
                    new Thread(null, () -> STARTED.set(OrtEnvironment.getEnvironment()), "onnxruntime", STACK_BYTES);
            thread.start();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return OrtEnvironment.getEnvironment();
    }
}
