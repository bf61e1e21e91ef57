package dev.gemmatune.train;

import dev.gemmatune.datasets.training.TrainingExample;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, job.settings().toString());
            add(digest, job.compute() + " " + job.maxLength() + " " + job.trainable());
            for (TrainingSet set : job.sets()) {
                add(digest, set.objective() + " " + set.prompts() + " " + set.weight());
                addReferences(digest, set);
                for (TrainingExample example : set.data().examples()) {
                    add(digest, example.toString());
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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
                .forEach(vectors -> add(digest, Arrays.deepToString(vectors.of(firsts, others))));
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
