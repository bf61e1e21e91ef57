package dev.gemmatune.train.batch;

import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.model.tokenizer.TextTokenizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Training rows as token ids. A text that occurs in many rows is tokenized and kept once.
 *
 * @param rows the rows in the order of the data
 * @param truncated how many distinct texts were longer than the model's limit, which they now fill
 */
public record TokenizedData(List<Row> rows, int truncated) {

    /**
     * A row.
     *
     * @param ids the token ids of the texts, with their prompts, in the order of the columns
     * @param texts a number for each distinct text, in the order of the columns: equal texts have equal numbers
     * @param score the wanted cosine, NaN for rows without a score
     * @param teacherScores a teacher's scores of positive and negatives, empty for rows without
     */
    public record Row(List<int[]> ids, List<Integer> texts, double score, List<Double> teacherScores) {

        /** Copies the lists. */
        public Row {
            ids = List.copyOf(ids);
            texts = List.copyOf(texts);
            teacherScores = List.copyOf(teacherScores);
        }

        /** A row without a teacher's scores. */
        public Row(List<int[]> ids, List<Integer> texts, double score) {
            this(ids, texts, score, List.of());
        }
    }

    /** Copies the rows. */
    public TokenizedData {
        rows = List.copyOf(rows);
    }

    /** Tokenizes all rows, those of each prompt in one call. */
    public static TokenizedData of(TrainingData data, TextTokenizer tokenizer, RolePrompts prompts) {
        Map<String, Integer> firsts = new LinkedHashMap<>();
        Map<String, Integer> others = new LinkedHashMap<>();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (TrainingExample example : data.examples()) {
            List<String> texts = example.texts();
            firsts.putIfAbsent(texts.get(0), firsts.size());
            texts.subList(1, texts.size()).forEach(text -> others.putIfAbsent(text, others.size()));
            texts.forEach(text -> numbers.putIfAbsent(text, numbers.size()));
        }
        List<int[]> firstIds = tokenizer.encode(List.copyOf(firsts.keySet()), prompts.first());
        List<int[]> otherIds = tokenizer.encode(List.copyOf(others.keySet()), prompts.others());
        List<Row> rows = new ArrayList<>(data.size());
        for (TrainingExample example : data.examples()) {
            List<String> texts = example.texts();
            List<int[]> ids = new ArrayList<>(texts.size());
            ids.add(firstIds.get(firsts.get(texts.get(0))));
            texts.stream().skip(1).forEach(text -> ids.add(otherIds.get(others.get(text))));
            rows.add(new Row(
                    ids,
                    texts.stream().map(numbers::get).toList(),
                    example instanceof TrainingExample.ScoredPair pair ? pair.score() : Double.NaN,
                    example instanceof TrainingExample.Contrast contrast ? contrast.teacherScores() : List.of()));
        }
        return new TokenizedData(rows, atLimit(firstIds, tokenizer) + atLimit(otherIds, tokenizer));
    }

    /** The tokens that occur in any text, prompts included. */
    public BitSet tokens() {
        BitSet tokens = new BitSet();
        for (Row row : rows) {
            for (int[] text : row.ids()) {
                for (int id : text) {
                    tokens.set(id);
                }
            }
        }
        return tokens;
    }

    private static int atLimit(List<int[]> texts, TextTokenizer tokenizer) {
        return (int) texts.stream()
                .filter(ids -> ids.length == tokenizer.maxLength())
                .count();
    }
}
