package dev.gemmatune.eval.tasks;

import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.datasets.tasks.TaskData;
import dev.gemmatune.datasets.tasks.TaskDescription;
import dev.gemmatune.datasets.tasks.TaskType;
import dev.gemmatune.eval.bitext.BitextMetrics;
import dev.gemmatune.eval.bitext.NearestSentences;
import dev.gemmatune.eval.pairs.PairClassificationMetrics;
import dev.gemmatune.eval.retrieval.RetrievalOptions;
import dev.gemmatune.eval.retrieval.RetrievalResult;
import dev.gemmatune.eval.sts.StsMetrics;
import dev.gemmatune.eval.summarization.SummaryMetrics;
import dev.gemmatune.eval.summarization.SummaryMetrics.RatedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;

/**
 * Judges the data of one split and subset.
 *
 * @param description the task
 * @param texts embeds them
 * @param dimensions at which to judge
 * @param options of the search
 * @param random the random numbers of each dimension
 * @param searched is told of every ranking
 */
record PartEvaluation(
        TaskDescription description,
        EmbeddedTexts texts,
        List<Integer> dimensions,
        RetrievalOptions options,
        Map<Integer, TaskRandom> random,
        BiConsumer<RetrievalDataset, RetrievalResult> searched)
        implements TaskData.Cases<JudgedPart> {

    private static final String PAIRS = "pairs";

    @Override
    public JudgedPart search(TaskData.Search data) {
        return new SearchEvaluation(description, texts, dimensions, options, searched).of(data);
    }

    @Override
    public JudgedPart pairs(TaskData.Pairs data) {
        List<float[][]> sides = together(data.first(), data.second());
        double[] numbers =
                data.numbers().stream().mapToDouble(Double::doubleValue).toArray();
        if (description.type() == TaskType.STS) {
            return atEach(dimension -> similar(sides.get(0), sides.get(1), numbers, dimension));
        }
        boolean[] together = new boolean[numbers.length];
        for (int i = 0; i < together.length; i++) {
            together[i] = numbers[i] == 1;
        }
        return atEach(dimension -> together(sides.get(0), sides.get(1), together, dimension));
    }

    private Judged similar(float[][] left, float[][] right, double[] gold, int dimension) {
        Judged judged = new Judged(StsMetrics.of(left, right, gold, dimension));
        for (String metric : withMain(StsMetrics.COMPARED)) {
            StsMetrics.statistic(metric, left, right, gold, dimension)
                    .ifPresent(statistic -> judged.with(metric, PAIRS, statistic));
        }
        return judged;
    }

    private Judged together(float[][] left, float[][] right, boolean[] together, int dimension) {
        Judged judged = new Judged(PairClassificationMetrics.of(left, right, together, dimension));
        for (String metric : withMain(PairClassificationMetrics.COMPARED)) {
            PairClassificationMetrics.statistic(metric, left, right, together, dimension)
                    .ifPresent(statistic -> judged.with(metric, PAIRS, statistic));
        }
        return judged;
    }

    private Set<String> withMain(List<String> metrics) {
        Set<String> all = new LinkedHashSet<>(metrics);
        all.add(description.mainScore());
        return all;
    }

    @Override
    public JudgedPart labels(TaskData.Labels data) {
        List<float[][]> sides = together(data.train().texts(), data.test().texts());
        LabelEvaluation evaluation = new LabelEvaluation(description, data);
        return atEach(dimension -> evaluation.of(
                EmbeddedTexts.cut(sides.get(0), dimension),
                EmbeddedTexts.cut(sides.get(1), dimension),
                random.get(dimension).numpy()));
    }

    @Override
    public JudgedPart groups(TaskData.Groups data) {
        return data.whole() ? wholeGroups(data) : drawnGroups(data);
    }

    private JudgedPart drawnGroups(TaskData.Groups data) {
        GroupEvaluation evaluation = new GroupEvaluation(description);
        // Which texts are embedded is drawn; all dimensions draw the same.
        int[][] rows = new int[1][];
        dimensions.forEach(dimension -> rows[0] =
                evaluation.draw(data.sets().get(0), random.get(dimension).python()));
        List<String> drawn = new ArrayList<>();
        for (int row : rows[0]) {
            drawn.add(data.sets().get(0).texts().get(row));
        }
        float[][] vectors = texts.of(drawn, "texts");
        List<List<String>> labels = new ArrayList<>();
        for (int row : rows[0]) {
            labels.add(data.sets().get(0).labels().get(row));
        }
        return atEach(dimension -> evaluation.ofDraws(
                EmbeddedTexts.cut(vectors, dimension),
                labels,
                random.get(dimension).python()));
    }

    private JudgedPart wholeGroups(TaskData.Groups data) {
        float[][] vectors = texts.of(data.texts(), "texts");
        GroupEvaluation evaluation = new GroupEvaluation(description);
        return atEach(dimension -> evaluation.ofSets(EmbeddedTexts.cut(vectors, dimension), data.sets()));
    }

    @Override
    public JudgedPart translations(TaskData.Translations data) {
        List<float[][]> sides = together(data.first(), data.second());
        Map<Integer, int[]> nearest = NearestSentences.find(sides.get(0), sides.get(1), dimensions, options.threads());
        return atEach(dimension -> {
            Judged judged = new Judged(BitextMetrics.of(nearest.get(dimension)));
            BitextMetrics.ofSentences(nearest.get(dimension))
                    .forEach((metric, values) -> judged.withMean(metric, "sentences", values));
            return judged;
        });
    }

    @Override
    public JudgedPart summaries(TaskData.Summaries data) {
        float[][] vectors = texts.of(data.texts(), "summaries");
        List<RatedText> rated = new ArrayList<>();
        int next = 0;
        for (TaskData.RatedSummaries text : data.rated()) {
            float[][] human =
                    Arrays.copyOfRange(vectors, next, next + text.human().size());
            next += human.length;
            float[][] machine =
                    Arrays.copyOfRange(vectors, next, next + text.machine().size());
            next += machine.length;
            rated.add(new RatedText(
                    human,
                    machine,
                    text.ratings().stream().mapToDouble(Double::doubleValue).toArray()));
        }
        return atEach(dimension -> {
            Judged judged = new Judged(SummaryMetrics.of(rated, dimension));
            SummaryMetrics.ofTexts(rated, dimension)
                    .forEach((metric, values) -> judged.withMean(metric, "texts", values));
            return judged;
        });
    }

    /** Two lists embedded in one go, so that a text that is in both is embedded once. */
    private List<float[][]> together(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        float[][] vectors = texts.of(all, "texts");
        return List.of(
                Arrays.copyOfRange(vectors, 0, first.size()),
                Arrays.copyOfRange(vectors, first.size(), vectors.length));
    }

    private JudgedPart atEach(IntFunction<Judged> judge) {
        Map<Integer, Judged> metrics = new LinkedHashMap<>();
        dimensions.forEach(dimension -> metrics.put(dimension, judge.apply(dimension)));
        return new JudgedPart(metrics);
    }
}
