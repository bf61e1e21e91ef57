package dev.gemmatune.datasets.training;

import java.util.List;
import java.util.stream.Stream;

/** A row to train on. All rows of a {@link TrainingData} have the same shape. */
public sealed interface TrainingExample {

    /** The texts in the order of {@link TrainingData#columns}. */
    List<String> texts();

    /**
     * A text, one that belongs to it, and any number of texts that do not.
     *
     * @param anchor mostly a question; not blank
     * @param positive mostly the passage that answers it; not blank
     * @param negatives passages that look alike but do not answer it; may be empty
     * @param teacherScores how well another model thinks that the positive and each negative answer the anchor, on any
     *     scale; empty if it was not asked
     */
    record Contrast(String anchor, String positive, List<String> negatives, List<Double> teacherScores)
            implements TrainingExample {

        /** Copies the lists and checks that they fit. */
        public Contrast {
            negatives = List.copyOf(negatives);
            teacherScores = List.copyOf(teacherScores);
            if (!teacherScores.isEmpty() && teacherScores.size() != 1 + negatives.size()) {
                throw new IllegalArgumentException(
                        "teacherScores must be " + (1 + negatives.size()) + " or none, got " + teacherScores.size());
            }
        }

        /** A row without a teacher's scores. */
        public Contrast(String anchor, String positive, List<String> negatives) {
            this(anchor, positive, negatives, List.of());
        }

        @Override
        public List<String> texts() {
            return Stream.concat(Stream.of(anchor, positive), negatives.stream())
                    .toList();
        }
    }

    /**
     * Two texts and how much alike they are.
     *
     * @param sentence1 not blank
     * @param sentence2 not blank
     * @param score the cosine that their embeddings should have, -1 to 1
     */
    record ScoredPair(String sentence1, String sentence2, double score) implements TrainingExample {

        /** Checks the score. */
        public ScoredPair {
            if (!(score >= -1 && score <= 1)) {
                throw new IllegalArgumentException("score must be from -1 to 1, got " + score);
            }
        }

        @Override
        public List<String> texts() {
            return List.of(sentence1, sentence2);
        }
    }
}
