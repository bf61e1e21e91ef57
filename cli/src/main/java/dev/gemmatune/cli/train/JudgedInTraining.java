package dev.gemmatune.cli.train;

import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.cli.evaluation.EvaluationRecord.Role;
import dev.gemmatune.cli.evaluation.SetEvaluation;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.model.TextEmbedder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what a training's own evaluations find of the model at its start and of the best one, so that no text is embedded
 * again to compare the two. A resumed training knows what it has evaluated itself, and nothing of what was before.
 */
final class JudgedInTraining {

    private final Map<EvaluationSet, SetEvaluation> start = new LinkedHashMap<>();
    private final Map<EvaluationSet, SetEvaluation> best = new LinkedHashMap<>();
    private Optional<EvaluationSet> first = Optional.empty();
    private Optional<SetEvaluation> latest = Optional.empty();
    private boolean ofBest;

    /** The evaluation of a set, of which everything that it finds is kept. Sets are given in the order of the training. */
    Evaluation keeping(EvaluationSet set, Evaluation evaluation) {
        first = first.or(() -> Optional.of(set));
        return new Evaluation() {
            @Override
            public String name() {
                return evaluation.name();
            }

            @Override
            public Scores run(TextEmbedder embedder, Progress progress) {
                SetEvaluation found = SetEvaluation.run(set, evaluation, embedder, "", Role.MODEL, progress);
                latest = Optional.of(found);
                return found.scores();
            }
        };
    }

    /**
     * Told after each evaluation.
     *
     * @param step steps done; 0 for the start
     * @param isBest whether the model is the best one so far, which the first set decides
     */
    void onEvaluation(long step, boolean isBest) {
        SetEvaluation found = latest.orElseThrow();
        if (step == 0) {
            start.put(found.set(), found);
            return;
        }
        if (first.filter(found.set()::equals).isPresent()) {
            ofBest = isBest;
        }
        if (ofBest) {
            best.put(found.set(), found);
        }
    }

    /** What was found of a set, if this training has evaluated the model in that role. */
    Optional<SetEvaluation> found(EvaluationSet set, Role role) {
        return Optional.ofNullable((role == Role.BEFORE ? start : best).get(set));
    }
}
