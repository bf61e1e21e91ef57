package dev.gemmatune.cli.train;

import dev.gemmatune.cli.config.CheckedConfig;
import dev.gemmatune.cli.config.CheckedSet;
import dev.gemmatune.cli.config.Config;
import dev.gemmatune.cli.config.EvaluationData;
import dev.gemmatune.cli.config.MiningConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a training reads. */
final class RunInputs {

    private RunInputs() {}

    /** The files and folders that a config names. */
    static List<Path> of(CheckedConfig checked) {
        Config config = checked.config();
        List<Path> inputs = new ArrayList<>();
        inputs.add(checked.checkpoint().folder());
        checked.guide().ifPresent(guide -> inputs.add(guide.folder()));
        for (CheckedSet set : checked.sets()) {
            set.config().files().forEach(source -> inputs.addAll(source.files()));
            set.config().mining().flatMap(MiningConfig::corpus).ifPresent(inputs::add);
        }
        config.objective().teacher().forEach(teacher -> {
            inputs.add(teacher.vectors());
            inputs.add(teacher.texts());
        });
        config.data().evaluation().forEach(data -> inputs.addAll(of(data)));
        config.data().test().forEach(data -> inputs.addAll(of(data)));
        return inputs;
    }

    private static List<Path> of(EvaluationData data) {
        if (data instanceof EvaluationData.Sts sts) {
            return sts.file().files();
        }
        return List.of(
                data instanceof EvaluationData.Retrieval retrieval
                        ? retrieval.folder()
                        : ((EvaluationData.Task) data).folder());
    }
}
