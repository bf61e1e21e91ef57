package dev.gemmatune.train;

import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.model.files.Sha256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells whether two trainings would do the same: a digest of settings, objectives, prompts and rows. */
final class Fingerprint {

    private static final int ROWS_PROBED = 16;

    private Fingerprint() {}

    static String of(TrainingJob job) {
        MessageDigest digest = Sha256.digest();
        Sha256.update(digest, job.settings().toString());
        Sha256.update(digest, job.compute() + " " + job.maxLength() + " " + job.trainable());
        for (TrainingSet set : job.sets()) {
            Sha256.update(digest, set.objective() + " " + set.prompts() + " " + set.weight());
            addReferences(digest, set);
            for (TrainingExample example : set.data().examples()) {
                Sha256.update(digest, example.toString());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Another guide or teacher has other vectors of the first rows already. */
    private static void addReferences(MessageDigest digest, TrainingSet set) {
        List<String> firsts = new ArrayList<>();
        List<String> others = new ArrayList<>();
        set.data().examples().stream().limit(ROWS_PROBED).forEach(example -> {
            firsts.add(example.texts().get(0));
            others.add(example.texts().get(1));
        });
        Stream.of(set.references().guide(), set.references().teacher())
                .flatMap(Optional::stream)
                .forEach(vectors -> Sha256.update(digest, Arrays.deepToString(vectors.of(firsts, others))));
    }
}
