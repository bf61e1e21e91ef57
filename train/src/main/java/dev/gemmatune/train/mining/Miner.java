package dev.gemmatune.train.mining;

import dev.gemmatune.datasets.mining.Candidate;
import dev.gemmatune.datasets.mining.Corpus;
import dev.gemmatune.datasets.mining.MinedRow;
import dev.gemmatune.datasets.mining.MiningReport;
import dev.gemmatune.datasets.mining.MiningRules;
import dev.gemmatune.datasets.mining.Quantiles;
import dev.gemmatune.datasets.mining.Refusal;
import dev.gemmatune.datasets.mining.Selection;
import dev.gemmatune.datasets.mining.ShortRows;
import dev.gemmatune.datasets.mining.TextKey;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.eval.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds hard negatives for rows of anchor and positive: documents that a search takes for answers and that are none.
 *
 * <pre>{@code
 * Corpus corpus = CorpusFile.open(Path.of("datasets/finance"));
 * CandidateSource source = new DenseSource(model, prompts, threads);
 * MinedData mined = new Miner(MiningRules.top(3), ShortRows.KEEP, true).mine(data, corpus, source, Progress.SILENT);
 * TrainingData rows = mined.trainingData(true);
 * }</pre>
 *
 * <p>An anchor that comes in several rows is searched once; margins hold against the lowest score of all its positives,
 * and its rows get the same negatives. Memory: see the source; the texts of the negatives; 16 bytes for each document.
 *
 * @param rules which candidates become negatives
 * @param shortRows what becomes of rows with too few of them
 * @param keepOwn whether rows keep the negatives that they have; if so, these are not found again
 */
public record Miner(MiningRules rules, ShortRows shortRows, boolean keepOwn) {

    /**
     * Mines.
     *
     * @param data rows of anchor and positive, perhaps with negatives
     * @param corpus where to look; it is gone through twice, or three times if it has judgements
     * @param source what finds the candidates
     * @param progress is told how many texts are embedded or indexed
     * @throws dev.gemmatune.model.UserError if the rows are scored pairs, or if the corpus is empty or wrong
     */
    public MinedData mine(TrainingData data, Corpus corpus, CandidateSource source, Progress progress) {
        List<TrainingExample.Contrast> rows = data.contrasts();
        List<Anchor> anchors = Anchor.of(rows, corpus, keepOwn);
        Set<Long> allKeys = new HashSet<>();
        anchors.forEach(anchor -> allKeys.addAll(anchor.keys()));
        Documents documents = new Documents(corpus, allKeys);
        int most = mostPositives(rows);
        List<CandidateSource.Found> found = source.find(anchors, documents, depth(anchors, most), progress);
        Map<String, Selected> selected = select(anchors, found, documents, most);
        Map<Integer, String> texts = texts(selected, documents);
        List<MinedRow> mined = rows.stream()
                .map(row -> mined(row, selected.get(row.anchor()), texts))
                .toList();
        List<MinedRow> kept = mined.stream()
                .filter(row -> shortRows == ShortRows.KEEP || row.negatives().size() == rules.negatives())
                .toList();
        return new MinedData(data.name(), kept, report(mined, kept, selected, documents));
    }

    /**
     * The positives of the rows as a corpus, for those who have no other.
     *
     * @throws dev.gemmatune.model.UserError if the rows are scored pairs
     */
    public static Corpus positivesOf(TrainingData data) {
        return Corpus.of(
                data.name(),
                data.contrasts().stream()
                        .map(TrainingExample.Contrast::positive)
                        .distinct()
                        .toList());
    }

    /** What was chosen for an anchor. */
    private record Selected(Anchor anchor, Selection selection, CandidateSource.Found found) {

        double positiveScore(String positive) {
            return found.positiveScores().get(anchor.positives().indexOf(positive));
        }
    }

    /** So deep that enough candidates are left when an anchor's positives are the first of them. */
    private int depth(List<Anchor> anchors, int most) {
        int positives =
                anchors.stream().mapToInt(anchor -> anchor.keys().size()).max().orElse(0);
        return Math.addExact(rules.depth(most), positives);
    }

    private static int mostPositives(List<TrainingExample.Contrast> rows) {
        Map<String, Integer> rowsOf = new HashMap<>();
        rows.forEach(row -> rowsOf.merge(row.anchor(), 1, Integer::sum));
        return rowsOf.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private Map<String, Selected> select(
            List<Anchor> anchors, List<CandidateSource.Found> found, Documents documents, int most) {
        Map<String, Selected> selected = new HashMap<>();
        for (int i = 0; i < anchors.size(); i++) {
            Anchor anchor = anchors.get(i);
            Selection selection = Selection.of(
                    found.get(i).candidates(),
                    document -> documents.hasKey(document, anchor.keys()),
                    Collections.min(found.get(i).positiveScores()),
                    rules,
                    new Selection.Positives(anchor.positives().size(), most),
                    TextKey.of(anchor.text()));
            selected.put(anchor.text(), new Selected(anchor, selection, found.get(i)));
        }
        return selected;
    }

    private static Map<Integer, String> texts(Map<String, Selected> selected, Documents documents) {
        Set<Integer> wanted = new HashSet<>();
        selected.values()
                .forEach(one -> one.selection().negatives().forEach(negative -> wanted.add(negative.document())));
        Map<Integer, String> texts = new HashMap<>();
        documents.forEach((number, text) -> {
            if (wanted.contains(number)) {
                texts.put(number, text);
            }
        });
        return texts;
    }

    private static MinedRow mined(TrainingExample.Contrast row, Selected selected, Map<Integer, String> texts) {
        List<MinedRow.Negative> negatives = new ArrayList<>();
        for (Candidate candidate : selected.selection().negatives()) {
            negatives.add(new MinedRow.Negative(texts.get(candidate.document()), candidate.score()));
        }
        return new MinedRow(row, selected.positiveScore(row.positive()), negatives);
    }

    private MiningReport report(
            List<MinedRow> mined, List<MinedRow> kept, Map<String, Selected> selected, Documents documents) {
        Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
        for (Refusal refusal : Refusal.values()) {
            refused.put(
                    refusal,
                    selected.values().stream()
                            .mapToLong(one -> one.selection().refused().get(refusal))
                            .sum());
        }
        int full = (int) mined.stream()
                .filter(row -> row.negatives().size() == rules.negatives())
                .count();
        int empty =
                (int) mined.stream().filter(row -> row.negatives().isEmpty()).count();
        return new MiningReport(
                mined.size(),
                selected.size(),
                documents.count(),
                documents.duplicates(),
                kept.stream().mapToInt(row -> row.negatives().size()).sum(),
                full,
                mined.size() - full - empty,
                empty,
                mined.size() - kept.size(),
                mined.stream().mapToInt(row -> row.pair().negatives().size()).sum(),
                refused,
                Quantiles.of(mined.stream().mapToDouble(MinedRow::positiveScore).toArray()),
                Quantiles.of(kept.stream()
                        .flatMap(row -> row.negatives().stream())
                        .mapToDouble(MinedRow.Negative::score)
                        .toArray()));
    }
}
