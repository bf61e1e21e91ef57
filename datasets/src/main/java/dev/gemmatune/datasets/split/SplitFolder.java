package dev.gemmatune.datasets.split;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.datasets.beir.BeirWriter;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The files of parted rows. Pairs become {@code train.jsonl} and, of what was held out, a folder in BEIR's layout with the
 * splits {@code dev} and {@code test}, whose corpus holds the positives of all parts. Scored pairs become a file for each part.
 */
public final class SplitFolder {

    private SplitFolder() {}

    /**
     * Writes the files into an empty folder.
     *
     * @return the splits of the BEIR folder; none of scored pairs
     */
    public static List<RetrievalDataset> write(SplitRows parts, Path folder) throws IOException {
        if (parts.train().scored()) {
            for (Map.Entry<String, TrainingData> part : parts.byName().entrySet()) {
                writeRows(part.getValue(), folder.resolve(part.getKey() + ".jsonl"));
            }
            return List.of();
        }
        writeRows(parts.train(), folder.resolve("train.jsonl"));
        HeldOutQueries queries = new HeldOutQueries(List.copyOf(parts.byName().values()));
        List<RetrievalDataset> splits = new ArrayList<>();
        parts.dev().ifPresent(rows -> splits.add(queries.of(rows.name(), "dev", rows)));
        parts.test().ifPresent(rows -> splits.add(queries.of(rows.name(), "test", rows)));
        BeirWriter.write(splits, folder);
        return splits;
    }

    private static void writeRows(TrainingData rows, Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file)) {
            for (TrainingExample row : rows.examples()) {
                writer.write(Json.compact(json(row, rows.columns())) + "\n");
            }
        }
    }

    private static JsonObject json(TrainingExample row, List<String> columns) {
        JsonObject json = new JsonObject();
        for (int i = 0; i < row.texts().size(); i++) {
            json.addProperty(columns.get(i), row.texts().get(i));
        }
        if (row instanceof TrainingExample.ScoredPair pair) {
            json.addProperty("score", pair.score());
        } else if (row instanceof TrainingExample.Contrast contrast
                && !contrast.teacherScores().isEmpty()) {
            JsonArray scores = new JsonArray();
            contrast.teacherScores().forEach(scores::add);
            json.add("scores", scores);
        }
        return json;
    }
}
