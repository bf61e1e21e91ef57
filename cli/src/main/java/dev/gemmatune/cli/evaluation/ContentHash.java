package dev.gemmatune.cli.evaluation;

import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.Sha256;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** The first 16 hexadecimal digits of a SHA-256: enough to see whether two things are the same. */
public final class ContentHash {

    private static final int DIGITS = 16;

    private ContentHash() {}

    /** Of a file's content; costs reading it. */
    public static String ofFile(Path file) {
        return Sha256.hexOf(file).substring(0, DIGITS);
    }

    /** Of a model's encoder weights: of the file's content, or of the hashes of the shards; costs reading them. */
    public static String ofWeights(Checkpoint checkpoint) {
        List<Path> files = checkpoint.weightFiles().stream()
                .filter(file -> checkpoint
                        .configFile()
                        .resolveSibling(file.getFileName())
                        .equals(file))
                .toList();
        return files.size() == 1
                ? ofFile(files.get(0))
                : ofTexts(files.stream().map(ContentHash::ofFile).toList());
    }

    /** Of texts in their order. */
    public static String ofTexts(List<String> texts) {
        MessageDigest digest = Sha256.digest();
        texts.forEach(text -> Sha256.update(digest, text));
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }
}
