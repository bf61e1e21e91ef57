package dev.gemmatune.springai;

import dev.gemmatune.model.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/**
 * A tuned checkpoint as Spring AI's embedding model, in this process.
 *
 * <p>The prompts of queries and documents are put before the texts. Spring AI has no word for which of the two a text is;
 * this follows its vector stores: what they search for is a single string ({@link #embed(String)}), what they keep comes
 * as {@link Document}s, some of them as a {@link #call request} of their texts. So a single string is a query, and
 * everything else is a document. {@link #embedQueries} takes a list of queries. Vectors have length 1. Options may ask for
 * fewer dimensions.
 *
 * <p>Thread-safe, see {@link dev.gemmatune.model.EmbeddingModel}. Closing it closes the model; a Spring context does so by
 * itself.
 */
public final class GemmatuneEmbeddingModel implements EmbeddingModel, AutoCloseable {

    private final dev.gemmatune.model.EmbeddingModel model;

    /** The model; it is closed with this one. {@code model.truncatedTo(256)} chooses the dimension. */
    public GemmatuneEmbeddingModel(dev.gemmatune.model.EmbeddingModel model) {
        this.model = model;
    }

    /**
     * Loads a checkpoint's folder, in float32 on the CPU and with its full dimension.
     *
     * @throws UserError if it is not a sound checkpoint
     */
    public static GemmatuneEmbeddingModel load(Path checkpoint) {
        return new GemmatuneEmbeddingModel(dev.gemmatune.model.EmbeddingModel.load(checkpoint));
    }

    /**
     * The same of a model by its name.
     *
     * @param model a folder's path, or an id on the Hugging Face hub such as {@code google/embeddinggemma-300m}
     * @throws UserError if there is none, it cannot be downloaded, or it is not a sound checkpoint
     */
    public static GemmatuneEmbeddingModel load(String model) {
        return new GemmatuneEmbeddingModel(dev.gemmatune.model.EmbeddingModel.load(model));
    }

    /** Embeds a query, {@code [dimensions]}. */
    @Override
    public float[] embed(String text) {
        return model.embedQuery(text);
    }

    /** Embeds queries, {@code [texts][dimensions]}; {@link #embed(List)} embeds documents. */
    public List<float[]> embedQueries(List<String> texts) {
        return List.of(model.embedQueries(texts));
    }

    /** Embeds the text of a document, {@code [dimensions]}; one without text as the empty text. */
    @Override
    public float[] embed(Document document) {
        return model.embedDocument(getEmbeddingContent(document));
    }

    /** A document's text without its metadata, as the model was tuned on; empty if it has none. */
    @Override
    public String getEmbeddingContent(Document document) {
        return Objects.requireNonNullElse(document.getText(), "");
    }

    /**
     * Embeds documents all at once. The strategy of batches is not needed here: texts of any number and length are packed.
     */
    @Override
    public List<float[]> embed(List<Document> documents, EmbeddingOptions options, BatchingStrategy batches) {
        List<String> texts = documents.stream().map(this::getEmbeddingContent).toList();
        return List.of(of(options).embedDocuments(texts));
    }

    /**
     * Embeds the texts of documents.
     *
     * @throws UserError if the options ask for more dimensions than the model has, or for less than one
     */
    @Override
    public EmbeddingResponse call(EmbeddingRequest request) {
        float[][] vectors = of(request.getOptions()).embedDocuments(request.getInstructions());
        List<Embedding> embeddings = new ArrayList<>();
        Arrays.stream(vectors).forEach(vector -> embeddings.add(new Embedding(vector, embeddings.size())));
        return new EmbeddingResponse(embeddings);
    }

    @Override
    public int dimensions() {
        return model.dimension();
    }

    @Override
    public void close() {
        model.close();
    }

    private dev.gemmatune.model.EmbeddingModel of(EmbeddingOptions options) {
        Integer dimensions = options == null ? null : options.getDimensions();
        return dimensions == null ? model : model.truncatedTo(dimensions);
    }
}
