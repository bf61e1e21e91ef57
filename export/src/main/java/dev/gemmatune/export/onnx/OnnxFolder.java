package dev.gemmatune.export.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.export.report.Provenance;
import dev.gemmatune.model.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes a checkpoint as a folder that ONNX consumers open as it is.
 *
 * <pre>
 * onnx/model.onnx        last_hidden_state [B, S, E] (projected) and sentence_embedding [B, E]
 * onnx/model_flat.onnx   last_hidden_state [B, 1, E], the finished embedding
 * onnx/model.onnx_data   the weights of both
 * config.json, tokenizer.json, …
 * </pre>
 *
 * <p>The names are those that text-embeddings-inference and transformers.js look for. There is no {@code modules.json}:
 * with it a consumer would apply the dense layers a second time.
 */
public final class OnnxFolder {

    /** The model with both outputs. */
    public static final String MODEL = "onnx/model.onnx";
    /** The model whose only output is the finished embedding. */
    public static final String FLAT_MODEL = "onnx/model_flat.onnx";
    /** The weights of both. */
    public static final String DATA = "onnx/model.onnx_data";

    /** The newest pair that ONNX Runtime 1.20, which LangChain4j brings, still reads. */
    private static final long OPSET = 21;

    private static final long IR_VERSION = 10;

    private OnnxFolder() {}

    /**
     * Writes the folder's files; the same checkpoint gives the same bytes.
     *
     * @param folder an empty folder
     * @throws IOException if a file cannot be written
     * @throws dev.gemmatune.model.UserError if a weight is NaN or infinite, naming it
     */
    public static void write(Checkpoint checkpoint, Path folder, ExportProgress progress) throws IOException {
        OnnxGraph projected = EncoderGraph.projected(checkpoint);
        OnnxGraph flat = EncoderGraph.flat(checkpoint);
        Files.createDirectories(folder.resolve(MODEL).getParent());
        ExternalData data =
                ExternalData.write(folder.resolve(DATA), projected.weights().values(), progress);
        Map<String, String> provenance = Provenance.of(checkpoint);
        Files.write(folder.resolve(MODEL), model(projected, data, provenance).toByteArray());
        Files.write(folder.resolve(FLAT_MODEL), model(flat, data, provenance).toByteArray());
        ConsumerFiles.write(checkpoint, folder);
    }

    private static ModelProto model(OnnxGraph graph, ExternalData data, Map<String, String> provenance) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setProducerName(Provenance.PRODUCER)
                .setProducerVersion(Provenance.version());
        provenance.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        model.setGraph(graph.proto()
                .addAllInitializer(
                        graph.weights().values().stream().map(data::describe).toList()));
        return model.build();
    }
}
