package dev.gemmatune.eval.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gemmatune.eval.results.TaskResult.SubsetScores;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultFolderTest {

    private static final ModelMeta MODEL = new ModelMeta("acme/finance", "run-1", 768, 2048, 307_581_696L);

    /** All fields of model_meta.json in mteb 2.20.0. */
    private static final Set<String> META_FIELDS =
            Set.of(("loader_kwargs name revision release_date languages n_parameters n_active_parameters_override"
                            + " n_embedding_parameters memory_usage_mb max_tokens embed_dim license open_weights"
                            + " public_training_code public_training_data framework reference similarity_fn_name"
                            + " use_instructions training_datasets adapted_from superseded_by modalities model_type"
                            + " citation contacts experiment_kwargs output_dtypes extra_requirements_groups loader"
                            + " is_cross_encoder")
                    .split(" "));

    @TempDir
    private Path output;

    @Test
    void filesLieWhereMtebLooksForThem() {
        ResultFolder folder = new ResultFolder(output, MODEL);
        assertEquals(output.resolve("results/acme__finance/run-1"), folder.at(768));
        assertEquals(output.resolve("results/acme__finance/run-1/experiments/embed_dim_256"), folder.at(256));
        Path file = folder.write(256, result());
        assertEquals(folder.at(256).resolve("Bank.json"), file);
        assertTrue(Files.exists(file));
    }

    private static TaskResult ofSplit(String split, String revision, double score) {
        return new TaskResult(
                "Bank",
                revision,
                TaskResult.MTEB_VERSION,
                Map.of(split, List.of(SubsetScores.of(List.of("eng-Latn"), "accuracy", Map.of("accuracy", score)))),
                2,
                1);
    }

    @Test
    void splitsOfOneTaskStandInOneFile() {
        ResultFolder folder = new ResultFolder(output, MODEL);
        folder.write(768, ofSplit("dev", "a", 0.25));
        Path file = folder.write(768, ofSplit("test", "a", 0.5));
        TaskResult both = TaskResultJson.read(file);
        assertEquals(Set.of("dev", "test"), both.scores().keySet());
        assertEquals(0.25, both.scores().get("dev").get(0).mainScore());
        assertEquals(4, both.evaluationSeconds());
        folder.write(768, ofSplit("test", "a", 0.75));
        assertEquals(0.75, TaskResultJson.read(file).scores().get("test").get(0).mainScore());
        folder.write(768, ofSplit("test", "b", 1));
        assertEquals(
                Set.of("test"),
                TaskResultJson.read(file).scores().keySet(),
                "scores of other data do not stand beside");
    }

    @Test
    void aTaskHasTheKeysThatMtebRequires() throws IOException {
        String text = Files.readString(new ResultFolder(output, MODEL).write(768, result()));
        JsonObject root = JsonParser.parseString(text).getAsJsonObject();
        assertEquals(
                Set.of(
                        "dataset_revision",
                        "task_name",
                        "mteb_version",
                        "scores",
                        "evaluation_time",
                        "kg_co2_emissions",
                        "date"),
                root.keySet());
        JsonObject scores =
                root.getAsJsonObject("scores").getAsJsonArray("test").get(0).getAsJsonObject();
        assertEquals("default", scores.get("hf_subset").getAsString());
        assertEquals("eng-Latn", scores.getAsJsonArray("languages").get(0).getAsString());
        assertEquals(0.47736, scores.get("main_score").getAsDouble());
        assertTrue(text.contains("\"mrr_at_10\": 0.549472,"), text);
        assertTrue(text.contains("\"nauc_mrr_at_10_std\": NaN,"), text);
        assertTrue(text.contains("\"tiny\": 0.000002,"), text);
        assertTrue(text.contains("\"date\": 1787000000.25"), text);
    }

    @Test
    void theModelIsNamedWithItsExperiment() {
        ResultFolder folder = new ResultFolder(output, MODEL);
        folder.write(768, result());
        folder.write(256, result());
        JsonObject whole = meta(folder.at(768));
        assertEquals("acme/finance", whole.get("name").getAsString());
        assertEquals("run-1", whole.get("revision").getAsString());
        assertTrue(whole.get("experiment_kwargs").isJsonNull());
        assertEquals(
                256,
                meta(folder.at(256))
                        .getAsJsonObject("experiment_kwargs")
                        .get("embed_dim")
                        .getAsInt());
    }

    @Test
    void everyFieldOfTheModelIsOneThatMtebKnowsWithItsType() {
        JsonObject meta =
                meta(new ResultFolder(output, MODEL).write(256, result()).getParent());
        assertTrue(META_FIELDS.containsAll(meta.keySet()), meta.keySet()::toString);
        assertTrue(meta.keySet().containsAll(List.of("name", "revision", "experiment_kwargs")), "what loaders need");
        for (String number : List.of("n_parameters", "max_tokens", "embed_dim")) {
            assertTrue(meta.getAsJsonPrimitive(number).isNumber(), number);
        }
        assertEquals(768, meta.get("embed_dim").getAsInt(), "the model's own, not the experiment's");
        assertTrue(meta.getAsJsonPrimitive("open_weights").isBoolean());
        assertTrue(meta.getAsJsonPrimitive("use_instructions").isBoolean());
        assertEquals("cosine", meta.get("similarity_fn_name").getAsString());
        assertEquals(
                "Sentence Transformers", meta.getAsJsonArray("framework").get(0).getAsString());
        assertEquals(
                Set.of("embed_dim"), meta.getAsJsonObject("experiment_kwargs").keySet());
    }

    @Test
    void eachDimensionIsAnExperimentOfItsOwn() {
        ResultFolder folder = new ResultFolder(output, MODEL);
        for (int dimension : List.of(768, 512, 256, 128)) {
            Path file = folder.write(dimension, result());
            assertTrue(Files.exists(file.resolveSibling("model_meta.json")), file::toString);
            String expected = dimension == 768 ? "run-1" : "run-1/experiments/embed_dim_" + dimension;
            assertTrue(file.endsWith(Path.of("results/acme__finance", expected, "Bank.json")), file::toString);
        }
    }

    @Test
    void everyFieldOfATaskHasItsType() {
        JsonObject root = TaskResultJson.write(result());
        for (String text : List.of("dataset_revision", "task_name", "mteb_version")) {
            assertTrue(root.getAsJsonPrimitive(text).isString(), text);
        }
        assertTrue(root.get("mteb_version").getAsString().matches("\\d+\\.\\d+\\.\\d+"), "a version as PEP 440 has it");
        assertTrue(root.getAsJsonPrimitive("evaluation_time").isNumber());
        assertTrue(root.getAsJsonPrimitive("date").isNumber());
        assertTrue(root.get("kg_co2_emissions").isJsonNull());
        JsonObject scores =
                root.getAsJsonObject("scores").getAsJsonArray("test").get(0).getAsJsonObject();
        assertTrue(scores.getAsJsonPrimitive("main_score").isNumber());
        assertTrue(scores.getAsJsonPrimitive("hf_subset").isString());
        assertTrue(scores.get("languages").isJsonArray());
        assertEquals(TaskResult.MTEB_VERSION, scores.get("mteb_version").getAsString());
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        TaskResult read = TaskResultJson.read(new ResultFolder(output, MODEL).write(768, result()));
        assertEquals("Bank", read.taskName());
        assertEquals("abc", read.datasetRevision());
        assertEquals(TaskResult.MTEB_VERSION, read.mtebVersion());
        assertEquals(160.56, read.evaluationSeconds());
        assertEquals(1787000000.25, read.unixSeconds());
        SubsetScores scores = read.scores().get("test").get(0);
        assertEquals(0.47736, scores.mainScore());
        assertEquals(List.of("eng-Latn"), scores.languages());
        assertEquals(
                List.of("ndcg_at_10", "mrr_at_10", "nauc_mrr_at_10_std", "tiny"),
                List.copyOf(scores.metrics().keySet()));
        assertEquals(0.549472, scores.metrics().get("mrr_at_10"), "rounded to 6 digits");
        assertTrue(Double.isNaN(scores.metrics().get("nauc_mrr_at_10_std")));
    }

    @Test
    void anUnknownDurationIsWrittenAsNull() {
        TaskResult result = new TaskResult("Bank", "abc", null, Map.of(), Double.NaN, 0);
        JsonObject root = TaskResultJson.write(result);
        assertTrue(root.has("evaluation_time") && root.get("evaluation_time").isJsonNull());
        assertTrue(root.has("mteb_version") && root.get("mteb_version").isJsonNull());
        TaskResult read = TaskResultJson.read(new ResultFolder(output, MODEL).write(768, result));
        assertTrue(Double.isNaN(read.evaluationSeconds()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                    | the JSON is broken",
                "[]                                   | expected a JSON object, found an array",
                "{\"task_name\":\"x\"}                | the key \"scores\" is missing; found [task_name]",
                "{\"scores\":[]}                      | \"scores\" must be an object, found an array",
                "{\"scores\":{\"test\":{}}}           | scores.test must be an array, found an object",
                "{\"scores\":{\"test\":[1]}}          | scores.test must hold objects, found a number (1)",
                "{\"scores\":{\"test\":[{}]}}         | scores.test: the key \"languages\" is missing",
                "{\"scores\":{\"test\":[{\"languages\":[],\"hf_subset\":\"a\",\"main_score\":\"x\"}]}} | main_score must be a number",
                "{\"scores\":{}}                      | the key \"mteb_version\" is missing",
            })
    void aBrokenFileIsNamed(String text, String expected) throws IOException {
        Path file = Files.writeString(output.resolve("Broken.json"), text);
        UserError error = assertThrows(UserError.class, () -> TaskResultJson.read(file));
        assertTrue(error.getMessage().contains("Broken.json"), error.getMessage());
        assertTrue(error.getMessage().contains(expected), error.getMessage());
    }

    @Test
    void namesThatAreNoFoldersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ModelMeta("finance", "r", 768, 2048, 1));
        assertThrows(IllegalArgumentException.class, () -> new ModelMeta("a/b/c", "r", 768, 2048, 1));
        assertThrows(IllegalArgumentException.class, () -> new ModelMeta("a/b", "r/s", 768, 2048, 1));
        assertThrows(IllegalArgumentException.class, () -> new TaskResult("a/b", "", null, Map.of(), 0, 0));
        assertThrows(
                IllegalArgumentException.class, () -> SubsetScores.of(List.of(), "ndcg_at_10", Map.of("other", 1.0)));
    }

    private static TaskResult result() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("ndcg_at_10", 0.47736);
        metrics.put("mrr_at_10", 0.54947189);
        metrics.put("nauc_mrr_at_10_std", Double.NaN);
        metrics.put("tiny", 0.0000015);
        return new TaskResult(
                "Bank",
                "abc",
                TaskResult.MTEB_VERSION,
                Map.of("test", List.of(SubsetScores.of(List.of("eng-Latn"), "ndcg_at_10", metrics))),
                160.56,
                1787000000.25);
    }

    private static JsonObject meta(Path folder) {
        try {
            return JsonParser.parseString(Files.readString(folder.resolve("model_meta.json")))
                    .getAsJsonObject();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
