package dev.gemmatune.datasets.rows;

import dev.gemmatune.model.UserError;
import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Decompresses the pages of Parquet files without native libraries. */
final class JavaCodecs implements CompressionCodecFactory {

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("Parquet is only read");
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED -> new Pages((input, size) -> input);
            case GZIP -> new Pages(JavaCodecs::gunzip);
            case SNAPPY -> new Pages(decompressing(new SnappyDecompressor()));
            case ZSTD -> new Pages(decompressing(new ZstdDecompressor()));
            case LZ4_RAW -> new Pages(decompressing(new Lz4Decompressor()));
            case LZO, BROTLI, LZ4 ->
                throw new UserError("the column is compressed with " + codec
                        + ", which is not read; write the file with snappy, gzip, zstd, lz4_raw or none");
        };
    }

    @Override
    public void release() {
        // Nothing is held.
    }

    private static Bytes decompressing(Decompressor decompressor) {
        return (input, size) -> {
            byte[] output = new byte[size];
            int written = decompressor.decompress(input, 0, input.length, output, 0, size);
            if (written != size) {
                throw new IOException("a page has " + written + " bytes, but " + size + " are expected");
            }
            return output;
        };
    }

    private static byte[] gunzip(byte[] input, int size) throws IOException {
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(input))) {
            return stream.readNBytes(size);
        }
    }

    /** From the bytes of a page to as many as it had. */
    @FunctionalInterface
    private interface Bytes {
        byte[] decompress(byte[] input, int size) throws IOException;
    }

    private record Pages(Bytes bytes) implements BytesInputDecompressor {

        @Override
        public BytesInput decompress(BytesInput input, int size) throws IOException {
            return BytesInput.from(bytes.decompress(input.toInputStream().readAllBytes(), size));
        }

        @Override
        public void decompress(ByteBuffer input, int compressedSize, ByteBuffer output, int size) throws IOException {
            byte[] page = new byte[compressedSize];
            input.get(page);
            output.put(bytes.decompress(page, size));
        }

        @Override
        public void release() {
            // Nothing is held.
        }
    }
}
