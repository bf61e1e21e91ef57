package dev.gemmatune.datasets.folders;

import static dev.gemmatune.datasets.TextFiles.assertUserError;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatasetLayoutTest {

    private static Map<String, List<String>> splits(String... names) {
        return DatasetLayout.of(List.of(names), Optional.empty()).splits().get(DatasetLayout.DEFAULT);
    }

    @Test
    void namesOfFilesAndFoldersShowTheSplit() {
        assertEquals(
                Map.of(
                        "train", List.of("data/train-00000-of-00002.parquet", "data/train-00001-of-00002.parquet"),
                        "validation", List.of("data/dev.parquet"),
                        "test", List.of("data/test-00000-of-00001.parquet")),
                splits(
                        "README.md",
                        "data/train-00001-of-00002.parquet",
                        "data/train-00000-of-00002.parquet",
                        "data/dev.parquet",
                        "data/test-00000-of-00001.parquet",
                        "dataset_infos.json",
                        ".cache/train.json"));
        assertEquals(
                Map.of("train", List.of("train/a.csv.gz"), "test", List.of("train/test_b.csv")),
                splits("train/a.csv.gz", "train/test_b.csv"));
        assertEquals(
                Map.of("train", List.of("a.jsonl", "contest.jsonl")),
                splits("a.jsonl", "contest.jsonl", "LICENSE.txt"));
    }

    @Test
    void theCardComesFirst() {
        String card = """
                ---
                license: cc-by-4.0
                configs:
                  - config_name: pair
                    data_files:
                      - split: train
                        path: pair/*.parquet
                  - config_name: triplet
                    default: true
                    data_files:
                      - split: train
                        path: [triplet/a.parquet, "triplet/b-*"]
                      - split: dev
                        path: triplet/dev.parquet
                ---
                # A data set
                """;
        List<String> names = List.of(
                "pair/x.parquet",
                "triplet/a.parquet",
                "triplet/b-1.parquet",
                "triplet/dev.parquet",
                "pair/y/z.parquet");
        DatasetLayout layout = DatasetLayout.of(names, Optional.of(card));
        assertEquals(List.of("pair/x.parquet"), layout.files("it", Optional.of("pair"), Optional.empty()));
        assertEquals(
                List.of("triplet/a.parquet", "triplet/b-1.parquet"),
                layout.files("it", Optional.of("triplet"), Optional.of("train")));
        assertEquals(
                List.of("pair/x.parquet"), layout.files("it", Optional.empty(), Optional.empty()), "the first one");
    }

    @Test
    void whatIsNotThereIsNamedWithWhatIs() {
        DatasetLayout layout = DatasetLayout.of(List.of("train.csv", "test.csv"), Optional.empty());
        assertUserError(
                () -> layout.files("set", Optional.empty(), Optional.of("tset")),
                "set has no split \"tset\"; did you mean test?; it has train, test");
        assertUserError(
                () -> layout.files("set", Optional.of("pairs"), Optional.empty()),
                "set has no configuration \"pairs\"; it has default");
        assertUserError(
                () -> DatasetLayout.of(List.of("a.bin"), Optional.empty())
                        .files("set", Optional.empty(), Optional.empty()),
                "set has no files with rows");
        assertUserError(
                () -> DatasetLayout.of(List.of("a.csv"), Optional.of("---\na: [\n---\n")), "README.md: the YAML");
    }
}
