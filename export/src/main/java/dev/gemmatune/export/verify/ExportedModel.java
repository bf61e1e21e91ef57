package dev.gemmatune.export.verify;

import java.util.List;
import java.util.Map;

/** An exported model in the runtime of its users. */
public interface ExportedModel extends AutoCloseable {

    /** Name and version of the runtime. */
    String runtime();

    /**
     * Embeds texts in one batch, padded if the runtime pads.
     *
     * @param texts token ids of each text
     * @return from each way in which a consumer gets an embedding, the usual one first, to {@code [texts][E]} unit
     *     vectors
     */
    Map<String, float[][]> embed(List<int[]> texts);

    /** Frees native memory. */
    @Override
    void close();
}
