package dev.gemmatune.cli.docs;

import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.hub.HubClient;
import dev.gemmatune.model.hub.HubListener;
import dev.gemmatune.model.hub.HubReference;
import dev.gemmatune.model.hub.HubSettings;
import java.nio.file.Path;
import java.util.List;

/** The Java snippets of README and docs that no example program holds, so that they compile. */
final class PageSnippets {

    private PageSnippets() {}

    static float[][] readme() {
        try (EmbeddingModel model = EmbeddingModel.load(Path.of("checkpoints/finance/best"))) {
            float[][] vectors = model.embed(List.of("When does my new card arrive?"), "query", 192);
            return vectors;
        }
    }

    static Path hub() {
        HubClient client = new HubClient(HubSettings.ofProcess());
        Path folder =
                client.get(HubReference.ofModel("google/embeddinggemma-300m").orElseThrow(), HubListener.NONE);
        return folder;
    }
}
