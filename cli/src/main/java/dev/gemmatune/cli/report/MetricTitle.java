package dev.gemmatune.cli.report;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of metrics as people write them; files keep mteb's. */
public final class MetricTitle {

    private static final Pattern AT = Pattern.compile("(.+)_at_(\\d+)");

    private static final Map<String, String> AT_A_RANK = Map.of(
            "ndcg", "nDCG",
            "recall", "Recall",
            "precision", "Precision",
            "map", "MAP",
            "mrr", "MRR",
            "hit_rate", "Success",
            "robustness", "Robustness",
            "max_over_subqueries_map", "MAP of the best subquery");

    private static final Map<String, String> PLAIN = Map.of(
            "cosine_spearman", "Spearman",
            "cosine_pearson", "Pearson",
            "accuracy", "Accuracy",
            "f1", "F1",
            "max_ap", "AP",
            "max_accuracy", "Accuracy",
            "v_measure", "V-measure",
            "ami", "AMI");

    private MetricTitle() {}

    /** {@code nDCG@10} of {@code ndcg_at_10}; a metric without a usual name keeps mteb's. */
    public static String of(String metric) {
        Matcher at = AT.matcher(metric);
        return at.matches() && AT_A_RANK.containsKey(at.group(1))
                ? AT_A_RANK.get(at.group(1)) + "@" + at.group(2)
                : PLAIN.getOrDefault(metric, metric);
    }
}
