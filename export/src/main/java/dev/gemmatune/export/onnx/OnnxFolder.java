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
 * <p>The names are those that text-embeddings-inference and transformers.js look for; {@link OnnxWeights} has those of
 * the other forms. There is no {@code modules.json}: with it a consumer would apply the dense layers a second time.
 */
public final class OnnxFolder {

    /** The newest pair that ONNX Runtime 1.20, which LangChain4j brings, still reads. */
    private static final long OPSET = 21;

    private static final long IR_VERSION = 10;

    private OnnxFolder() {}

    /**
     * Writes the folder's files; the same checkpoint gives the same bytes. One tensor at a time is in memory.
     *
     * @param options what to write
     * @param provenance properties that travel inside the files, see {@link Provenance}
     * @param folder an empty folder
     * @throws IOException if a file cannot be written
     * @throws dev.gemmatune.model.UserError if a weight is NaN or infinite, naming it; or if a single file would exceed
     *     the 2 GB that the format allows
     */
    public static void write(
            Checkpoint checkpoint,
            OnnxOptions options,
            Map<String, String> provenance,
            Path folder,
            ExportProgress progress)
            throws IOException {
        Files.createDirectories(folder.resolve(OnnxOptions.FOLDER));
        if (options.singleFile()) {
            for (String file : options.models()) {
                OnnxGraph graph = graph(file, checkpoint, options);
                SingleFile.write(folder.resolve(file), model(graph, provenance), graph.weights(), progress);
            }
        } else {
            writeWithData(checkpoint, options, provenance, folder, progress);
        }
        ConsumerFiles.write(checkpoint, options, folder);
    }

    private static void writeWithData(
            Checkpoint checkpoint,
            OnnxOptions options,
            Map<String, String> provenance,
            Path folder,
            ExportProgress progress)
            throws IOException {
        OnnxGraph any = EncoderGraph.flat(checkpoint, options); // all forms have the same weights
        ExternalData data = ExternalData.write(
                folder.resolve(options.dataFile()), any.weights().values(), progress);
        for (String file : options.models()) {
            OnnxGraph graph = graph(file, checkpoint, options);
            ModelProto.Builder model = model(graph, provenance);
            graph.weights().values().forEach(weight -> model.getGraphBuilder().addInitializer(data.describe(weight)));
            Files.write(folder.resolve(file), model.build().toByteArray());
        }
    }

    private static OnnxGraph graph(String file, Checkpoint checkpoint, OnnxOptions options) {
        return file.equals(options.flatModel())
                ? EncoderGraph.flat(checkpoint, options)
                : EncoderGraph.projected(checkpoint, options);
    }

    private static ModelProto.Builder model(OnnxGraph graph, Map<String, String> provenance) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setProducerName(Provenance.PRODUCER)
                .setProducerVersion(Provenance.version());
        for (String domain : graph.domains()) {
            model.addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(1));
        }
        provenance.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.setGraph(graph.proto());
    }
}
