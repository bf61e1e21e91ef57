package dev.gemmatune.cli.command;

import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The model of a command, its arithmetic and its devices. */
public final class ModelOptions {

    /** Refuses float16 with the reason. */
    private static final class ComputeConverter implements ITypeConverter<ComputeType> {

        @Override
        public ComputeType convert(String name) {
            try {
                return ComputeType.of(name);
            } catch (IllegalArgumentException e) {
                String reason = e.getMessage().isEmpty() ? "" : "; " + e.getMessage();
                throw new TypeConversionException("expected float32 or bfloat16 but was '" + name + "'" + reason);
            }
        }
    }

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            required = true,
            description = "a checkpoint's folder, or a model's id on the Hugging Face hub")
    private String model;

    @Option(
            names = "--compute",
            paramLabel = "TYPE",
            defaultValue = "float32",
            converter = ComputeConverter.class,
            description = "type of the matrix products, float32 or bfloat16 (default: ${DEFAULT-VALUE})")
    private ComputeType compute;

    @Mixin
    private EngineOptions engine;

    /** What was given. */
    public String name() {
        return model;
    }

    /** The type of the matrix products. */
    public ComputeType compute() {
        return compute;
    }

    /** On what to compute. */
    public EngineOptions engine() {
        return engine;
    }

    /** The folder of the model. */
    Path folder() {
        return PathLookup.ofProcess().findModel(model);
    }

    /**
     * Opens the checkpoint; weights are not read.
     *
     * @throws dev.gemmatune.model.UserError if it is not sound
     */
    public Checkpoint open() {
        return PathLookup.ofProcess().openModel(model);
    }

    /** Loads an opened checkpoint for embedding. */
    public EmbeddingModel load(Checkpoint checkpoint) {
        return EmbeddingModel.load(checkpoint, engine::start, compute);
    }
}
