package dev.gemmatune.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What libraries may say on stderr. */
class LibraryLogsTest {

    @Test
    void onlyErrorsOfTheParquetReaderAreShown() {
        assertFalse(LoggerFactory.getLogger("org.apache.parquet.hadoop.ParquetFileReader")
                .isWarnEnabled());
        assertTrue(LoggerFactory.getLogger("org.apache.parquet.hadoop.ParquetFileReader")
                .isErrorEnabled());
        assertTrue(LoggerFactory.getLogger("some.other.Library").isWarnEnabled());
    }
}
