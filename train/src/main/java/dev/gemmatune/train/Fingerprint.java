package dev.gemmatune.train;

import dev.gemmatune.datasets.training.TrainingExample;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether two trainings would do the same: a digest of settings, objectives, prompts and rows. */
final class Fingerprint {

    private Fingerprint() {}

    static String of(TrainingJob job) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, job.settings().toString());
            add(digest, job.compute() + " " + job.maxLength());
            for (TrainingSet set : job.sets()) {
                add(digest, set.objective() + " " + set.prompts() + " " + set.weight());
                for (TrainingExample example : set.data().examples()) {
                    add(digest, example.toString());
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
