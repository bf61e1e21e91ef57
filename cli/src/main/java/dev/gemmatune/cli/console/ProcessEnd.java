package dev.gemmatune.cli.console;

import com.sun.jna.NativeLibrary;

/**
 * The end of the process by the system's {@code _exit}, which nothing hinders. Java's own ways run the shutdown hooks, and
 * even halting the virtual machine runs the destructors of native libraries: they free what libtorch and ONNX Runtime are
 * still computing with, and the process aborts.
 */
final class ProcessEnd {

    private ProcessEnd() {}

    /** Ends the process now. */
    static void at(int exitCode) {
        try {
            NativeLibrary.getProcess().getFunction("_exit").invokeInt(new Object[] {exitCode});
        } catch (RuntimeException | LinkageError unavailable) {
            // A system without it, or no place to unpack JNA: then as Java can.
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
