package dev.gemmatune.export.verify;

import dev.gemmatune.model.TextEmbedder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An exported model as an embedder that can be evaluated; texts of similar length share a batch.
 *
 * @param model the model
 * @param tokens its tokenizer
 * @param dimension of its embeddings
 */
public record ExportedEmbedder(ExportedModel model, TokenIds tokens, int dimension) implements TextEmbedder {

    /** Tokens of a batch, padding included. */
    private static final int TOKEN_BUDGET = 2048;

    @Override
    public float[][] embed(List<String> texts, String prompt) {
        List<int[]> ids = tokens.encode(texts, prompt);
        List<Integer> byLength = IntStream.range(0, ids.size())
                .boxed()
                .sorted(Comparator.comparing((Integer index) -> ids.get(index).length))
                .toList();
        float[][] vectors = new float[texts.size()][];
        List<Integer> batch = new ArrayList<>();
        for (int index : byLength) {
            if (!batch.isEmpty() && (batch.size() + 1) * ids.get(index).length > TOKEN_BUDGET) {
                embed(batch, ids, vectors);
                batch.clear();
            }
            batch.add(index);
        }
        if (!batch.isEmpty()) {
            embed(batch, ids, vectors);
        }
        return vectors;
    }

    private void embed(List<Integer> batch, List<int[]> ids, float[][] vectors) {
        float[][] rows = model.embed(batch.stream().map(ids::get).toList())
                .values()
                .iterator()
                .next();
        for (int row = 0; row < rows.length; row++) {
            vectors[batch.get(row)] = rows[row];
        }
    }
}
