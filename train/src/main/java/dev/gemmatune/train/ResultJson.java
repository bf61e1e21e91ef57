package dev.gemmatune.train;

import com.google.gson.JsonObject;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.train.run.RunFolder;
import dev.gemmatune.train.run.ScoresJson;
import java.util.Optional;

/** The result of a training that is over, as its folder keeps it. */
final class ResultJson {

    private ResultJson() {}

    static JsonObject write(TrainingResult result) {
        JsonObject object = new JsonObject();
        result.before().ifPresent(scores -> object.add("before", ScoresJson.write(scores)));
        result.best().ifPresent(scores -> object.add("best", ScoresJson.write(scores)));
        object.addProperty("best_step", result.bestStep());
        object.addProperty("steps", result.steps());
        object.addProperty("tokens", result.tokens());
        object.addProperty("seconds", result.seconds());
        return object;
    }

    static TrainingResult read(JsonObject object, RunFolder folder) {
        Optional<Scores> best = scores(object, "best");
        return new TrainingResult(
                scores(object, "before"),
                best,
                object.get("best_step").getAsLong(),
                folder.checkpoint(best.isPresent() ? RunFolder.BEST : RunFolder.LAST),
                folder.checkpoint(RunFolder.LAST),
                object.get("steps").getAsLong(),
                object.get("tokens").getAsLong(),
                object.get("seconds").getAsDouble(),
                false);
    }

    private static Optional<Scores> scores(JsonObject object, String key) {
        return Optional.ofNullable(object.getAsJsonObject(key)).map(ScoresJson::read);
    }
}
