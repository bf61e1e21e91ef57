package dev.gemmatune.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SetNamesTest {

    @TempDir
    private Path folder;

    private EvaluationData questions(String place, String split) throws IOException {
        return questions(place, split, Optional.empty());
    }

    private EvaluationData questions(String place, String split, Optional<String> name) throws IOException {
        Path data = Files.createDirectories(folder.resolve(place));
        Files.createDirectories(data.resolve("qrels"));
        Files.writeString(data.resolve("corpus.jsonl"), "{\"_id\": \"a\", \"text\": \"" + place + "\"}\n");
        Files.writeString(data.resolve("queries.jsonl"), "{\"_id\": \"q\", \"text\": \"a\"}\n");
        Files.writeString(data.resolve("qrels/" + split + ".tsv"), "query-id\tcorpus-id\tscore\nq\ta\t1\n");
        return new EvaluationData.Retrieval(data, split, name, false);
    }

    private EvaluationData pairs(String file) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(
                path,
                file.endsWith("csv")
                        ? "sentence1,sentence2,score\na,b,0.5\n"
                        : "{\"sentence1\": \"a\", \"sentence2\": \"b\", \"score\": 0.5}\n");
        return new EvaluationData.Sts(RowSource.of(path), List.of(), Optional.empty(), false);
    }

    private EvaluationData task(String place, String name) throws IOException {
        Path data = Files.createDirectories(folder.resolve(place));
        Files.writeString(data.resolve("task.yaml"), "name: " + name + "\ntype: sts\nfiles: {rows: rows.jsonl}\n");
        Files.writeString(data.resolve("rows.jsonl"), """
            {"sentence1": "a", "sentence2": "b", "score": 0.5}
            {"sentence1": "a", "sentence2": "c", "score": 0.2}
            """);
        return new EvaluationData.Task(data, false);
    }

    private static List<String> names(EvaluationData... data) {
        return SetNames.distinct(Arrays.stream(data)
                        .map(one -> SetNames.Source.of(one, EvaluationSet.read(one)))
                        .toList())
                .stream()
                .map(EvaluationSet::name)
                .toList();
    }

    @Test
    void foldersOfOneNameAreToldApartByTheFoldersAbove() throws IOException {
        assertEquals(
                List.of("leasing-fragen/test", "other-fragen/test", "alone/test"),
                names(
                        questions("leasing/fragen", "test"),
                        questions("other/fragen", "test"),
                        questions("x/alone", "test")));
        assertEquals(
                List.of("a-x-fragen/test", "b-x-fragen/test", "y-fragen/test"),
                names(
                        questions("a/x/fragen", "test"),
                        questions("b/x/fragen", "test"),
                        questions("b/y/fragen", "test")));
    }

    @Test
    void namesThatDifferInCaseOrAccentsAreOneFileSomewhere() throws IOException {
        assertEquals(
                List.of("a-Fragen/test", "b-fragen/test"),
                names(questions("a/Fragen", "test"), questions("b/fragen", "test")));
        assertEquals(
                List.of("a-\u00e4/test", "b-a\u0308/test"),
                names(questions("a/\u00e4", "test"), questions("b/a\u0308", "test")));
    }

    @Test
    void filesAreToldApartByTheirEndings() throws IOException {
        assertEquals(List.of("sts.jsonl", "sts.csv"), names(pairs("a/sts.jsonl"), pairs("a/sts.csv")));
        assertEquals(List.of("a-sts", "b-sts"), names(pairs("a/sts.jsonl"), pairs("b/sts.jsonl")));
    }

    @Test
    void splitsOfOneFolderShareItsName() throws IOException {
        assertEquals(
                List.of("fragen/dev", "fragen/test"),
                names(questions("a/fragen", "dev"), questions("a/fragen", "test")));
        assertEquals(
                List.of("a-fragen/dev", "b-fragen/test"),
                names(questions("a/fragen", "dev"), questions("b/fragen", "test")),
                "splits of different data would share mteb's file");
    }

    @Test
    void aChosenNameStays() throws IOException {
        assertEquals(
                List.of("fragen/test", "a-fragen/test"),
                names(questions("b/x", "test", Optional.of("fragen")), questions("a/fragen", "test")));
    }

    @Test
    void tasksOfOneNameAreToldApart() throws IOException {
        assertEquals(List.of("one-Help/test", "two-Help/test"), names(task("a/one", "Help"), task("a/two", "Help")));
        assertEquals(List.of("one-Help/test", "a-help/test"), names(task("one", "Help"), questions("a/help", "test")));
    }

    @Test
    void whatCannotBeToldApartIsRefused() throws IOException {
        EvaluationData twice = questions("a/fragen", "test");
        UserError error = assertThrows(UserError.class, () -> names(twice, questions("a/./fragen", "test")));
        assertTrue(error.getMessage().endsWith("is given twice; give it once"), error::getMessage);
        Optional<String> chosen = Optional.of("fragen");
        error = assertThrows(
                UserError.class,
                () -> names(questions("x", "test", chosen), questions("y", "test", Optional.of("Fragen"))));
        assertTrue(error.getMessage().contains("files would be written twice under one name"), error::getMessage);
        // In files both are called a.b.test.
        error = assertThrows(
                UserError.class,
                () -> names(questions("x", "b.test", Optional.of("a")), questions("y", "test", Optional.of("a.b"))));
        assertTrue(error.getMessage().contains("give it a name of its own"), error::getMessage);
    }

    @Test
    void aSetThatServesTwiceKeepsOneName() throws IOException {
        List<SetNames.Source> sources = new ArrayList<>();
        for (EvaluationData data :
                List.of(questions("a/fragen", "test"), questions("a/fragen", "test"), questions("b/fragen", "test"))) {
            sources.add(SetNames.Source.of(data, EvaluationSet.read(data)));
        }
        Map<Integer, String> problems = new LinkedHashMap<>();
        assertEquals(
                List.of("a-fragen/test", "a-fragen/test", "b-fragen/test"),
                SetNames.distinct(sources, problems).stream()
                        .map(EvaluationSet::name)
                        .toList());
        assertEquals(Map.of(), problems);
    }
}
