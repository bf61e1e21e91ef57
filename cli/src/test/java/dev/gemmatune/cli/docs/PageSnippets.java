package dev.gemmatune.cli.docs;

import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.hub.HubClient;
import dev.gemmatune.model.hub.HubListener;
import dev.gemmatune.model.hub.HubReference;
import dev.gemmatune.model.hub.HubSettings;
import java.nio.file.Path;
import java.util.List;

/** The Java snippets of README and docs that no example program holds, so that they compile. */
@SuppressWarnings("UnusedVariable") // as the pages have them
final class PageSnippets {

    private PageSnippets() {}

    static void readme() {
        try (EmbeddingModel model = EmbeddingModel.load(Path.of("checkpoints/finance/best"))) {
            float[] query = model.embedQuery("When does my new card arrive?");
            float[][] documents = model.embedDocuments(List.of("Cards arrive by post within five working days.", "…"));
        }
    }

    static void library(List<String> texts) {
        try (EmbeddingModel model = EmbeddingModel.load(Path.of("checkpoints/finance/best"))) {
            float[][] documents = model.embedDocuments(texts);
            float[] query = model.embedQuery("When does my new card arrive?");
        }
    }

    static void hub() {
        HubClient client = new HubClient(HubSettings.ofProcess());
        Path folder =
                client.get(HubReference.ofModel("google/embeddinggemma-300m").orElseThrow(), HubListener.NONE);
    }
}
