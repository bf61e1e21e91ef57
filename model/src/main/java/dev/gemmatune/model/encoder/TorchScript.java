package dev.gemmatune.model.encoder;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Compiles TorchScript source through DJL: wraps it in the archive that libtorch's loader reads, a zip of stored
 * entries in which everything but the source is constant.
 */
final class TorchScript {

    /** The version of the archive decides which operator schemas hold; below 10, {@code gelu} has no tanh form. */
    private static final String ARCHIVE_VERSION = "10\n";

    private TorchScript() {}

    /** Loads the module of class {@code Encoder} whose source is that of the given resources of this package, joined. */
    static Model load(List<String> resources, Device device) {
        Model model = TorchEngine.get().newModel("encoder", device);
        try {
            model.load(new ByteArrayInputStream(archive(source(resources), "Encoder")));
            return model;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resources " + resources, e);
        } catch (MalformedModelException e) {
            throw new IllegalStateException("libtorch does not accept " + resources, e);
        }
    }

    private static byte[] source(List<String> resources) throws IOException {
        ByteArrayOutputStream source = new ByteArrayOutputStream();
        for (String resource : resources) {
            try (InputStream part = TorchScript.class.getResourceAsStream(resource)) {
                part.transferTo(source);
            }
        }
        return source.toByteArray();
    }

    private static byte[] archive(byte[] source, String className) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "module/data.pkl", module(className));
            put(zip, "module/code/__torch__.py", source);
            put(zip, "module/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'}); // pickle of an empty tuple
            put(zip, "module/version", ARCHIVE_VERSION.getBytes(StandardCharsets.US_ASCII));
            put(zip, "module/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    /** Pickle (protocol 2) of an object without constructor arguments whose state is {@code {training: False}}. */
    private static byte[] module(String className) {
        byte[] attribute = "training".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(128)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x80, 2})
                .put(("c__torch__\n" + className + "\n").getBytes(StandardCharsets.US_ASCII))
                .put(new byte[] {')', (byte) 0x81, '}', '(', 'X'})
                .putInt(attribute.length)
                .put(attribute)
                .put(new byte[] {(byte) 0x89, 'u', 'b', '.'})
                .array();
    }

    private static void put(ZipOutputStream zip, String name, byte[] data) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(data);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(data.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(data);
        zip.closeEntry();
    }
}
