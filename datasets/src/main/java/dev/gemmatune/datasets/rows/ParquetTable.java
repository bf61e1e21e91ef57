package dev.gemmatune.datasets.rows;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * A Parquet file of texts and vectors that is written row by row. Its pages are not compressed: vectors hardly shrink, and
 * every reader takes them. Memory: a row group.
 */
public final class ParquetTable implements Closeable {

    /** Far below Parquet's usual 128 MiB, so that a small heap will do. */
    private static final long ROW_GROUP_BYTES = 16L << 20;

    private static final String LIST = "list";
    private static final String ELEMENT = "element";

    /** The cells of a row. */
    private static final class Cells {
        private final String[] texts;
        private final float[] vector;

        Cells(String[] texts, float[] vector) {
            this.texts = texts;
            this.vector = vector;
        }
    }

    private final ParquetWriter<Cells> writer;
    private final int textColumns;

    /**
     * Begins a file.
     *
     * @param texts names of the columns that hold a text or null
     * @param vector name of the last column, a list of floats
     */
    public ParquetTable(Path file, List<String> texts, String vector) throws IOException {
        this.textColumns = texts.size();
        this.writer = new Builder(new LocalOutputFile(file), schema(texts, vector))
                .withConf(new PlainParquetConfiguration())
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withDictionaryEncoding(false)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .build();
    }

    private static MessageType schema(List<String> texts, String vector) {
        Types.MessageTypeBuilder schema = Types.buildMessage();
        for (String name : texts) {
            schema.optional(PrimitiveTypeName.BINARY)
                    .as(LogicalTypeAnnotation.stringType())
                    .named(name);
        }
        return schema.requiredList()
                .requiredElement(PrimitiveTypeName.FLOAT)
                .named(vector)
                .named("rows");
    }

    /**
     * Adds a row.
     *
     * @param texts one for each column of texts; null where there is none
     */
    public void write(String[] texts, float[] vector) throws IOException {
        if (texts.length != textColumns) {
            throw new IllegalArgumentException(
                    "the file has " + textColumns + " columns of texts, got " + texts.length);
        }
        writer.write(new Cells(texts, vector));
    }

    /** Writes the last row group and the footer. */
    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static final class Builder extends ParquetWriter.Builder<Cells, Builder> {

        private final MessageType schema;

        Builder(OutputFile file, MessageType schema) {
            super(file);
            this.schema = schema;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // still abstract
        protected WriteSupport<Cells> getWriteSupport(Configuration configuration) {
            return new CellWriting(schema);
        }

        @Override
        protected WriteSupport<Cells> getWriteSupport(ParquetConfiguration configuration) {
            return new CellWriting(schema);
        }
    }

    private static final class CellWriting extends WriteSupport<Cells> {

        private final MessageType schema;
        private RecordConsumer consumer;

        CellWriting(MessageType schema) {
            this.schema = schema;
        }

        @Override
        @SuppressWarnings("deprecation") // still abstract
        public WriteContext init(Configuration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer records) {
            consumer = records;
        }

        @Override
        public void write(Cells row) {
            consumer.startMessage();
            for (int i = 0; i < row.texts.length; i++) {
                if (row.texts[i] != null) {
                    consumer.startField(schema.getFieldName(i), i);
                    consumer.addBinary(Binary.fromString(row.texts[i]));
                    consumer.endField(schema.getFieldName(i), i);
                }
            }
            int last = row.texts.length;
            consumer.startField(schema.getFieldName(last), last);
            consumer.startGroup();
            if (row.vector.length > 0) {
                consumer.startField(LIST, 0);
                for (float value : row.vector) {
                    consumer.startGroup();
                    consumer.startField(ELEMENT, 0);
                    consumer.addFloat(value);
                    consumer.endField(ELEMENT, 0);
                    consumer.endGroup();
                }
                consumer.endField(LIST, 0);
            }
            consumer.endGroup();
            consumer.endField(schema.getFieldName(last), last);
            consumer.endMessage();
        }
    }
}
