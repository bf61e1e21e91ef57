package dev.gemmatune.model.encoder;

import ai.djl.Device;
import java.util.List;
import java.util.Locale;

/** The parts of the encoder's source: the mathematics, and its products and attention for a kind of processor. */
final class EncoderScript {

    private static final String MATHEMATICS = "gemma3_encoder.torchscript";

    private EncoderScript() {}

    /** The resources for a device. */
    static List<String> resources(Device device) {
        return List.of(MATHEMATICS, hasOneDnn(device) ? "products_onednn.torchscript" : "products.torchscript");
    }

    /** libtorch has oneDNN's operators on x86 alone, except on macOS; a script that names them elsewhere does not load. */
    private static boolean hasOneDnn(Device device) {
        boolean isX86 = List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
        boolean isMac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
        return device.equals(Device.cpu()) && isX86 && !isMac;
    }
}
