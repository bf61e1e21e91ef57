package dev.gemmatune.datasets.beir;

import com.google.gson.JsonObject;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes folders in BEIR's layout, which {@link BeirFolder} reads. */
public final class BeirWriter {

    private BeirWriter() {}

    /**
     * Writes {@code corpus.jsonl}, {@code queries.jsonl} and {@code qrels/SPLIT.tsv}.
     *
     * @param splits of one corpus, at least one; a query may be in several
     * @param folder is there, without these files
     */
    public static void write(List<RetrievalDataset> splits, Path folder) throws IOException {
        try (Writer writer = Files.newBufferedWriter(folder.resolve("corpus.jsonl"))) {
            for (Document document : splits.get(0).corpus()) {
                JsonObject line = new JsonObject();
                line.addProperty("_id", document.id());
                line.addProperty("title", document.title());
                line.addProperty("text", document.body());
                writer.write(Json.compact(line) + "\n");
            }
        }
        Set<String> written = new HashSet<>();
        try (Writer writer = Files.newBufferedWriter(folder.resolve("queries.jsonl"))) {
            for (RetrievalDataset split : splits) {
                for (Query query : split.queries()) {
                    if (written.add(query.id())) {
                        JsonObject line = new JsonObject();
                        line.addProperty("_id", query.id());
                        line.addProperty("text", query.text());
                        writer.write(Json.compact(line) + "\n");
                    }
                }
            }
        }
        Files.createDirectories(folder.resolve("qrels"));
        for (RetrievalDataset split : splits) {
            writeJudgements(split.qrels(), folder.resolve("qrels/" + split.split() + ".tsv"));
        }
    }

    private static void writeJudgements(Qrels qrels, Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file)) {
            writer.write("query-id\tcorpus-id\tscore\n");
            for (Map.Entry<String, Map<String, Integer>> query : qrels.byQuery().entrySet()) {
                for (Map.Entry<String, Integer> grade : query.getValue().entrySet()) {
                    writer.write(query.getKey() + "\t" + grade.getKey() + "\t" + grade.getValue() + "\n");
                }
            }
        }
    }
}
