package dev.gemmatune.datasets.beir;

import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.rows.TableSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a retrieval data set.
 *
 * @param corpus rows of {@code _id}, {@code title} (may be missing) and {@code text}
 * @param queries rows of {@code _id} and {@code text}
 * @param qrels rows of {@code query-id}, {@code corpus-id} and {@code score}
 */
public record RetrievalFiles(RowSource corpus, RowSource queries, RowSource qrels) {

    /** The same with tables that are written so; which of the parts are tables does not matter. */
    RetrievalFiles written(TableSettings settings) {
        return new RetrievalFiles(corpus.written(settings), queries.written(settings), qrels.written(settings));
    }

    /** All of them. */
    public List<Path> all() {
        return Stream.of(corpus, queries, qrels)
                .flatMap(source -> source.files().stream())
                .toList();
    }
}
