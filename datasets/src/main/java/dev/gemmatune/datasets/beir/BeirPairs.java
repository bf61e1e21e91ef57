package dev.gemmatune.datasets.beir;

import com.google.gson.JsonObject;
import dev.gemmatune.datasets.folders.DatasetFolder;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.lines.ReadingNotes;
import dev.gemmatune.datasets.lines.Strictness;
import dev.gemmatune.datasets.rows.Row;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.rows.TableSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A split of a BEIR folder as rows of {@code anchor} and {@code positive}: a query and a document that is judged relevant to
 * it. Memory: the whole corpus.
 *
 * @param name for messages: {@code my-folder#train}
 * @param split the judgements
 * @param parts corpus, queries and judgements
 */
public record BeirPairs(String name, String split, RetrievalFiles parts) implements RowSource {

    /**
     * Finds the files.
     *
     * @throws dev.gemmatune.model.UserError if one is missing
     */
    public static BeirPairs of(DatasetFolder folder, String split) {
        return new BeirPairs(folder.name() + "#" + split, split, BeirFolder.files(folder, split));
    }

    @Override
    public BeirPairs written(TableSettings settings) {
        return new BeirPairs(name, split, parts.written(settings));
    }

    @Override
    public List<Path> files() {
        return parts.all();
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void forEach(Consumer<Row> consumer) {
        RetrievalDataset dataset = BeirFolder.read(parts, name, split, Map.of(), Strictness.STRICT);
        Map<String, String> documents =
                dataset.corpus().stream().collect(Collectors.toMap(Document::id, Document::text));
        int number = 0;
        int empty = 0;
        for (Query query : dataset.queries()) {
            for (Map.Entry<String, Integer> judged :
                    dataset.qrels().of(query.id()).entrySet()) {
                if (judged.getValue() > 0 && documents.get(judged.getKey()).isEmpty()) {
                    empty++;
                } else if (judged.getValue() > 0) {
                    JsonObject row = new JsonObject();
                    row.addProperty("anchor", query.text());
                    row.addProperty("positive", documents.get(judged.getKey()));
                    number++;
                    consumer.accept(new Row(name + ", row " + number, number, row));
                }
            }
        }
        if (empty > 0) {
            ReadingNotes.tell(name + ": " + empty
                    + " judged documents have neither title nor text; no training rows are made of them");
        }
    }

    @Override
    public void forEach(Problems problems, Consumer<Row> consumer) {
        forEach(consumer);
    }
}
