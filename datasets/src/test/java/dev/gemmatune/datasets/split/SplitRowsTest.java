package dev.gemmatune.datasets.split;

import static dev.gemmatune.datasets.TextFiles.assertUserError;
import static dev.gemmatune.datasets.TextFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.beir.BeirFolder;
import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.training.Columns;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.datasets.training.TrainingExample.Contrast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitRowsTest {

    private static final GroupSplit SHARES = new GroupSplit("", 0.1, 0.2, 42);

    @TempDir
    private Path folder;

    private static TrainingData pairs(int questions) {
        List<TrainingExample> rows = new ArrayList<>();
        for (int i = 0; i < questions; i++) {
            rows.add(new Contrast("How is number " + i + "?", "Answer " + i % 7, List.of("Wrong " + i)));
        }
        return new TrainingData("rows", List.of("anchor", "positive", "negative_1"), rows);
    }

    private static Set<String> questions(TrainingData rows) {
        return rows.examples().stream().map(row -> row.texts().get(0)).collect(Collectors.toSet());
    }

    @Test
    void sharesHoldToAQuestion() {
        SplitRows parts = SplitRows.byQuestion(pairs(60), SHARES);
        assertEquals(42, parts.train().size());
        assertEquals(6, parts.dev().orElseThrow().size());
        assertEquals(12, parts.test().orElseThrow().size());
        SplitRows few = SplitRows.byQuestion(pairs(3), SHARES);
        assertEquals(
                List.of(1, 1, 1),
                few.byName().values().stream().map(TrainingData::size).toList());
        SplitRows tested = SplitRows.byQuestion(pairs(10), new GroupSplit("", 0, 0.3, 1));
        assertEquals(List.of("train", "test"), List.copyOf(tested.byName().keySet()));
        assertUserError(() -> SplitRows.byQuestion(pairs(2), SHARES), "rows: 2 different questions cannot be parted");
    }

    @Test
    void oneQuestionInSeveralSpellingsIsInOnePart() {
        List<TrainingExample> rows = new ArrayList<>(pairs(200).examples());
        for (int i = 0; i < 200; i++) {
            rows.add(new Contrast("how  is NUMBER " + i + " ?!", "Another answer", List.of()));
        }
        SplitRows parts = SplitRows.byQuestion(new TrainingData("rows", pairs(1).columns(), rows), SHARES);
        assertEquals(280, parts.train().size());
        for (int i = 0; i < 200; i++) {
            boolean one = questions(parts.train()).contains("How is number " + i + "?");
            assertEquals(one, questions(parts.train()).contains("how  is NUMBER " + i + " ?!"), "question " + i);
        }
    }

    @Test
    void newRowsMoveOnlyQuestionsAtTheBorders() {
        Set<String> before =
                questions(SplitRows.byQuestion(pairs(1000), SHARES).test().orElseThrow());
        Set<String> after =
                questions(SplitRows.byQuestion(pairs(1100), SHARES).test().orElseThrow());
        Set<String> kept = new HashSet<>(before);
        kept.retainAll(after);
        assertTrue(kept.size() >= 180, "of 200 tested questions stay " + kept.size());
        Set<String> other = questions(SplitRows.byQuestion(pairs(1000), new GroupSplit("", 0.1, 0.2, 43))
                .test()
                .orElseThrow());
        other.retainAll(before);
        assertTrue(other.size() < 80, "another seed keeps " + other.size());
    }

    @Test
    void theFolderIsReadBackAsItWas() throws IOException {
        SplitRows parts = SplitRows.byQuestion(pairs(60), SHARES);
        List<RetrievalDataset> written = SplitFolder.write(parts, folder);
        TrainingData train = TrainingData.read(folder.resolve("train.jsonl"), Columns.BY_NAME);
        assertEquals(parts.train().examples(), train.examples());
        assertEquals(List.of("dev", "test"), BeirFolder.splits(folder));
        for (RetrievalDataset split : written) {
            RetrievalDataset read = BeirFolder.read(folder, split.split());
            assertEquals(split.corpus(), read.corpus());
            assertEquals(split.queries(), read.queries());
            assertEquals(split.qrels(), read.qrels());
        }
        RetrievalDataset test = written.get(1);
        assertEquals(7, test.corpus().size(), "every answer once");
        Map<String, String> texts = test.corpus().stream().collect(Collectors.toMap(Document::id, Document::text));
        for (TrainingExample row : parts.test().orElseThrow().examples()) {
            String id = test.queries().stream()
                    .filter(query -> query.text().equals(row.texts().get(0)))
                    .findFirst()
                    .orElseThrow()
                    .id();
            assertEquals(
                    Set.of(row.texts().get(1)),
                    test.qrels().of(id).keySet().stream().map(texts::get).collect(Collectors.toSet()));
        }
    }

    @Test
    void scoredPairsAndTeachersScoresKeepTheirNumbers() throws IOException {
        List<TrainingExample> scored = new ArrayList<>();
        List<TrainingExample> taught = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            scored.add(new TrainingExample.ScoredPair("left " + i, "right " + i, i / 20.0));
            taught.add(new Contrast(
                    "left " + i,
                    "right",
                    i % 2 == 0 ? List.of() : List.of("wrong"),
                    i % 2 == 0 ? List.of(0.5) : List.of(0.5, 0.25)));
        }
        SplitRows pairs =
                SplitRows.byQuestion(new TrainingData("s", List.of("sentence1", "sentence2"), scored), SHARES);
        assertEquals(List.of(), SplitFolder.write(pairs, folder));
        assertFalse(Files.exists(folder.resolve("corpus.jsonl")));
        for (Map.Entry<String, TrainingData> part : pairs.byName().entrySet()) {
            TrainingData read = TrainingData.read(folder.resolve(part.getKey() + ".jsonl"), Columns.BY_NAME);
            assertEquals(part.getValue().examples(), read.examples());
        }
        SplitRows teacher = SplitRows.byQuestion(
                new TrainingData("t", List.of("anchor", "positive", "negative_1"), taught), SHARES);
        Path other = Files.createDirectory(folder.resolve("taught"));
        SplitFolder.write(teacher, other);
        assertEquals(
                teacher.train().examples(),
                TrainingData.read(other.resolve("train.jsonl"), Columns.BY_NAME).examples());
    }

    @Test
    void aColumnKeepsItsValuesTogether() {
        List<String> lines = new ArrayList<>(List.of("question,answer,product"));
        for (int i = 0; i < 300; i++) {
            lines.add("question " + i + ",answer " + i + ",product " + i % 30);
        }
        RowSource source = RowSource.of(write(folder.resolve("a.csv"), lines.toArray(new String[0])));
        Columns columns = new Columns(Map.of(), Set.of("product"));
        SplitRows parts = SplitRows.byColumn(
                source,
                new GroupSplit("product", 0.1, 0.2, 42),
                part -> TrainingData.read(part, columns, Optional.empty()));
        List<Set<Integer>> products = parts.byName().values().stream()
                .map(rows -> questions(rows).stream()
                        .map(question -> Integer.parseInt(question.substring(9)) % 30)
                        .collect(Collectors.toSet()))
                .toList();
        assertEquals(30, products.stream().mapToInt(Set::size).sum());
        assertEquals(
                300,
                parts.byName().values().stream().mapToInt(TrainingData::size).sum());
    }
}
