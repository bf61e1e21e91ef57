package dev.gemmatune.cli.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.export.ExportFormat;
import dev.gemmatune.model.checkpoint.Checkpoint;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What a config will do, for programs: numbers and names, where {@link ConfigSummary} has sentences. */
public final class ConfigFigures {

    private ConfigFigures() {}

    /** All of it by name. */
    public static JsonObject of(CheckedConfig checked) {
        Config config = checked.config();
        JsonObject figures = new JsonObject();
        figures.addProperty("config", checked.file().toString());
        figures.add("model", model(checked.checkpoint(), config));
        JsonArray rows = new JsonArray();
        checked.sets().forEach(set -> rows.add(rows(set)));
        figures.add("training_rows", rows);
        figures.add("training", training(config.training(), checked.stepsPerEpoch()));
        figures.add("evaluation", sets(checked.evaluation()));
        figures.add("test", sets(checked.test()));
        figures.add(
                "formats",
                names(config.export().formats().stream().map(ExportFormat::id).toList()));
        figures.addProperty("output", config.output().run().toString());
        return figures;
    }

    private static JsonObject model(Checkpoint checkpoint, Config config) {
        JsonObject model = new JsonObject();
        model.addProperty("folder", checkpoint.folder().toString());
        model.addProperty("parameters", checkpoint.parameters());
        model.addProperty("dimension", checkpoint.dimension());
        model.addProperty("compute", config.model().compute().toString().toLowerCase(Locale.ROOT));
        return model;
    }

    private static JsonObject rows(CheckedSet set) {
        JsonObject rows = new JsonObject();
        rows.addProperty("set", set.name());
        rows.addProperty("rows", set.data().size());
        rows.add("columns", names(set.data().columns()));
        rows.add("losses", names(set.losses().stream().map(Loss::type).toList()));
        return rows;
    }

    private static JsonObject training(TrainingConfig training, int stepsPerEpoch) {
        JsonObject figures = new JsonObject();
        figures.addProperty("steps", training.maxSteps().orElse((int) Math.round(training.epochs() * stepsPerEpoch)));
        figures.addProperty("steps_per_epoch", stepsPerEpoch);
        figures.addProperty("rows_per_step", training.batchSize() * training.accumulate());
        figures.addProperty("learning_rate", training.learningRate());
        return figures;
    }

    private static JsonArray sets(List<EvaluationSet> sets) {
        JsonArray all = new JsonArray();
        for (EvaluationSet set : sets) {
            JsonObject figures = new JsonObject();
            figures.addProperty("set", set.name());
            if (set instanceof EvaluationSet.Retrieval retrieval) {
                figures.addProperty("queries", retrieval.dataset().queries().size());
                figures.addProperty("documents", retrieval.dataset().corpus().size());
                figures.addProperty("judgements", retrieval.dataset().qrels().size());
            } else if (set instanceof EvaluationSet.Sts sts) {
                figures.addProperty("pairs", sts.pairs().size());
            } else if (set instanceof EvaluationSet.OfTask task) {
                figures.addProperty("parts", task.task().parts().size());
            }
            all.add(figures);
        }
        return all;
    }

    private static JsonArray names(Collection<?> names) {
        JsonArray array = new JsonArray();
        names.forEach(name -> array.add(name.toString()));
        return array;
    }
}
