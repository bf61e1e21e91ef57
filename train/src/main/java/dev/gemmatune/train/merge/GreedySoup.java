package dev.gemmatune.train.merge;

import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.AtomicFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The greedy soup: checkpoints join the average one after the other, best first, and stay if the score does not fall.
 * Costs an evaluation for each checkpoint and one for each that tries to join.
 *
 * @see <a href="https://arxiv.org/abs/2203.05482">Model soups</a>, recipe 1
 */
public final class GreedySoup {

    /**
     * A checkpoint that was tried.
     *
     * @param checkpoint the checkpoint
     * @param alone its own score
     * @param together the score of the average with it
     * @param joined whether it stayed
     */
    public record Trial(Checkpoint checkpoint, double alone, double together, boolean joined) {}

    private record Scored(Checkpoint checkpoint, double score) {}

    private GreedySoup() {}

    /**
     * Cooks and writes the soup.
     *
     * @param target the folder of the average; a folder beside it holds the candidates meanwhile
     * @param checkpoints at least one
     * @param score higher is better; should come from data that is not the final test
     * @return the trials in their order; the first one always joins
     */
    public static List<Trial> write(Path target, List<Checkpoint> checkpoints, ToDoubleFunction<Checkpoint> score) {
        List<Scored> bestFirst = checkpoints.stream()
                .map(checkpoint -> new Scored(checkpoint, score.applyAsDouble(checkpoint)))
                .sorted(Comparator.comparingDouble(scored -> -scored.score()))
                .toList();
        List<Trial> trials = new ArrayList<>();
        List<Checkpoint> chosen = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        for (Scored next : bestFirst) {
            List<Checkpoint> candidate = new ArrayList<>(chosen);
            candidate.add(next.checkpoint());
            double together = chosen.isEmpty() ? next.score() : scoreOf(candidate, target, score);
            boolean joins = together >= best;
            trials.add(new Trial(next.checkpoint(), next.score(), together, joins));
            if (joins) {
                chosen = candidate;
                best = together;
            }
        }
        WeightAverage.write(target, chosen);
        return trials;
    }

    private static double scoreOf(List<Checkpoint> checkpoints, Path target, ToDoubleFunction<Checkpoint> score) {
        Path folder = target.toAbsolutePath().resolveSibling(target.getFileName() + ".candidate");
        try {
            WeightAverage.write(folder, checkpoints);
            return score.applyAsDouble(Checkpoint.open(folder));
        } finally {
            AtomicFiles.delete(folder);
        }
    }
}
