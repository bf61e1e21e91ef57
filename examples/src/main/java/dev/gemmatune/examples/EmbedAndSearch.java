package dev.gemmatune.examples;

import dev.gemmatune.model.EmbeddingModel;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Embeds documents and finds those that answer a question. Arguments: MODEL QUESTION DOCUMENT… */
public final class EmbedAndSearch {

    private EmbedAndSearch() {}

    /** Prints the documents, the best first. */
    public static void main(String[] args) {
        List<String> documents = List.of(args).subList(2, args.length);
        try (EmbeddingModel model = EmbeddingModel.load(args[0])) {
            float[][] vectors = model.embedDocuments(documents);
            float[] query = model.embedQuery(args[1]);
            IntStream.range(0, vectors.length)
                    .boxed()
                    .sorted(Comparator.comparing((Integer i) -> -cosine(query, vectors[i])))
                    .forEach(i ->
                            System.out.printf(Locale.ROOT, "%.3f  %s%n", cosine(query, vectors[i]), documents.get(i)));
        }
    }

    /** Both have length 1. */
    private static double cosine(float[] first, float[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }
}
