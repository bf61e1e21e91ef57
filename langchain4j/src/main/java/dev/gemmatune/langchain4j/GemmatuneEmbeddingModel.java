package dev.gemmatune.langchain4j;

import dev.gemmatune.model.UserError;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import dev.langchain4j.model.output.Response;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A tuned checkpoint as LangChain4j's embedding model, in this process.
 *
 * <p>The prompts of queries and documents are put before the texts. Which one it is, is said by the request's input type;
 * LangChain4j's retriever and ingestor say it if their {@code embeddingInputType} is set. Where nobody says it, a plain
 * string ({@link #embed(String)}, as the retriever calls it) is a query, and text segments (as the ingestor embeds them)
 * are documents. Vectors have length 1. Requests may ask for fewer dimensions.
 *
 * <p>Thread-safe, see {@link dev.gemmatune.model.EmbeddingModel}. Closing it closes the model. There is no asynchronous
 * way: a computation has no network to wait for.
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

    /** Embeds a query; segments and lists of them are documents. */
    @Override
    public Response<Embedding> embed(String text) {
        EmbeddingRequest request = EmbeddingRequest.builder()
                .input(text)
                .inputType(EmbeddingInputType.QUERY)
                .build();
        return Response.from(embed(request).embeddings().get(0));
    }

    /**
     * Embeds what a request holds, in one go.
     *
     * @throws UserError if it asks for more dimensions than the model has, or for less than one
     */
    @Override
    public EmbeddingResponse doEmbed(EmbeddingRequest request) {
        List<String> texts = request.inputs().stream().map(EmbeddingInput::text).toList();
        Integer dimensions = request.parameters().dimensions();
        dev.gemmatune.model.EmbeddingModel wanted = dimensions == null ? model : model.truncatedTo(dimensions);
        float[][] vectors = request.parameters().inputType() == EmbeddingInputType.QUERY
                ? wanted.embedQueries(texts)
                : wanted.embedDocuments(texts);
        return EmbeddingResponse.builder()
                .embeddings(Arrays.stream(vectors).map(Embedding::from).toList())
                .metadata(EmbeddingResponseMetadata.builder()
                        .modelName(modelName())
                        .build())
                .build();
    }

    @Override
    public Set<EmbeddingParameter<?>> supportedParameters() {
        return Set.of(EmbeddingRequestParameters.INPUT_TYPE, EmbeddingRequestParameters.DIMENSIONS);
    }

    @Override
    public int dimension() {
        return model.dimension();
    }

    /** The name of the checkpoint's folder. */
    @Override
    public String modelName() {
        return model.checkpoint()
                .folder()
                .toAbsolutePath()
                .normalize()
                .getFileName()
                .toString();
    }

    @Override
    public void close() {
        model.close();
    }
}
