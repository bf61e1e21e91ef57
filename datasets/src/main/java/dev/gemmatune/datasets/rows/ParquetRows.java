package dev.gemmatune.datasets.rows;

import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;

/**
 * The rows of a Parquet file, row group by row group. Memory: the compressed pages of a row group. A column that is null in
 * a row is null there, so that all rows have the same columns.
 */
final class ParquetRows implements RowReader {

    private final Path file;
    private final ParquetFileReader reader;
    private final JsonRecords records;
    private final MessageColumnIO columns;
    private RecordReader<JsonObject> group;
    private long left;
    private int number;

    private ParquetRows(Path file, ParquetFileReader reader) {
        this.file = file;
        this.reader = reader;
        this.records = new JsonRecords(reader.getFooter().getFileMetaData().getSchema());
        this.columns = new ColumnIOFactory()
                .getColumnIO(reader.getFooter().getFileMetaData().getSchema());
    }

    static ParquetRows open(Path file) {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".parquet")) {
            throw new UserError(file + ": a Parquet file is compressed inside; decompress it first");
        }
        if (Files.isDirectory(file)) {
            throw new UserError(file + " is a folder; a file is expected");
        }
        if (!Files.exists(file)) {
            throw new UserError(file + " does not exist");
        }
        try {
            ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                    .withCodecFactory(new JavaCodecs())
                    .build();
            return new ParquetRows(file, ParquetFileReader.open(new LocalInputFile(file), options));
        } catch (AccessDeniedException e) {
            throw new UserError("cannot read " + file + ": permission denied", e);
        } catch (IOException | RuntimeException e) {
            throw broken(file.toString(), e);
        }
    }

    @Override
    public Row next() {
        String place = file + ", row " + (number + 1);
        try {
            while (left == 0) {
                PageReadStore pages = reader.readNextRowGroup();
                if (pages == null) {
                    return null;
                }
                left = pages.getRowCount();
                group = columns.getRecordReader(pages, records);
            }
            left--;
            number++;
            return new Row(place, number, group.read());
        } catch (UserError e) {
            throw new UnreadableRest(place + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw broken(place, e);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The reader's own classes have no common type, and a damaged file may lead to any exception. */
    private static UnreadableRest broken(String place, Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UserError told) {
                return new UnreadableRest(place + ": " + told.getMessage(), failure);
            }
        }
        String message = String.valueOf(failure.getMessage());
        String reason = message.contains("is not a Parquet file") || message.contains("footer")
                ? "it does not begin and end as one"
                : message.lines().findFirst().orElse(failure.getClass().getSimpleName());
        return new UnreadableRest(
                place + ": no Parquet file, or damaged: " + reason + "; copy or download it again", failure);
    }
}
