package dev.gemmatune.eval.significance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The samples behind the scores of a set, for the main ones of its metrics.
 *
 * @param byDimension from dimensions to metrics to their samples
 */
public record Samples(Map<Integer, Map<String, Sample>> byDimension) {

    /** Of scores that cannot be resampled. */
    public static final Samples NONE = new Samples(Map.of());

    /** Copies the maps. */
    public Samples {
        Map<Integer, Map<String, Sample>> copy = new LinkedHashMap<>();
        byDimension.forEach((dimension, ofMetrics) ->
                copy.put(dimension, Collections.unmodifiableMap(new LinkedHashMap<>(ofMetrics))));
        byDimension = Collections.unmodifiableMap(copy);
    }

    /** The sample of a metric at a dimension, if there is one. */
    public Optional<Sample> at(int dimension, String metric) {
        return Optional.ofNullable(byDimension.getOrDefault(dimension, Map.of()).get(metric));
    }

    /** The samples of data in parts: of the metrics that all of them have, in the order of the parts. */
    public static Samples ofParts(List<Samples> parts) {
        Map<Integer, Map<String, Sample>> joined = new LinkedHashMap<>();
        parts.get(0).byDimension.forEach((dimension, ofMetrics) -> {
            Map<String, Sample> ofDimension = new LinkedHashMap<>();
            ofMetrics.forEach((metric, first) -> {
                List<Sample.Part> all = new ArrayList<>();
                for (Samples part : parts) {
                    part.at(dimension, metric).ifPresent(sample -> all.addAll(sample.parts()));
                }
                if (all.size() == parts.size()) {
                    ofDimension.put(metric, new Sample(first.items(), all));
                }
            });
            joined.put(dimension, ofDimension);
        });
        return new Samples(joined);
    }
}
