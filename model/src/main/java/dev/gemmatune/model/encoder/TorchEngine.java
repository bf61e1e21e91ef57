package dev.gemmatune.model.encoder;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.natives.NativePart;

/** Starts DJL's PyTorch, the only engine that the encoder runs on. */
public final class TorchEngine {

    /** DJL's name of it. */
    static final String NAME = "PyTorch";

    private static final String LINES = """

              <dependency>
                <groupId>dev.gemmatune</groupId>
                <artifactId>gemmatune-engine</artifactId>
                <scope>runtime</scope>
              </dependency>
            gemmatune-bom has its version; docs/library.md shows a whole pom.xml, docs/gpu.md how to get CUDA""";

    private TorchEngine() {}

    /**
     * The engine, started by the first call, which loads libtorch.
     *
     * @throws UserError if the class path has none, or libtorch does not load, with the lines that bring it
     */
    public static Engine get() {
        prepare();
        try {
            return Engine.getEngine(NAME);
        } catch (IllegalArgumentException e) {
            throw missing(e);
        } catch (EngineException | LinkageError e) {
            throw isMissing(e) ? missing(e) : new UserError(cannotLoad(e), e);
        }
    }

    private static void prepare() {
        // DJL reads this when the engine starts: the profiling executor would compile anew for every new shape.
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        Libtorch libtorch = Libtorch.ofProcess();
        if (libtorch.source() == Libtorch.Source.CLASS_PATH) {
            NativePart.LIBTORCH.requireRoom();
        }
        if (libtorch.source() == Libtorch.Source.FOLDER
                && Libtorch.variable(Libtorch.FLAVOR_VARIABLE).isEmpty()) {
            // DJL would look for glue of the old C++ interface, cpu-precxx11, which 2.7.1 has none of.
            System.setProperty(Libtorch.FLAVOR_VARIABLE, libtorch.flavor());
        }
    }

    private static UserError missing(Throwable cause) {
        return new UserError(
                "there is no engine on the class path to compute with; add to the dependencies:" + LINES, cause);
    }

    private static boolean isMissing(Throwable failure) {
        return String.valueOf(failure.getMessage()).startsWith("No deep learning engine found");
    }

    private static String cannotLoad(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        Libtorch libtorch = Libtorch.ofProcess();
        String reason = cause.getMessage() == null
                ? cause.toString()
                : cause.getMessage().strip();
        return switch (libtorch.source()) {
            case DOWNLOAD ->
                "the class path has no libtorch, and it could not be downloaded to " + libtorch.place() + ": " + reason
                        + "; for processors add to the dependencies:" + LINES;
            case FOLDER ->
                "libtorch " + libtorch.version() + " (" + libtorch.flavor() + ") in " + libtorch.place()
                        + ", which " + Libtorch.PATH_VARIABLE + " names, does not load: " + reason + "; it must be "
                        + Libtorch.VERSION + ", and " + Libtorch.FLAVOR_VARIABLE + " cpu or " + Libtorch.CUDA_FLAVOR
                        + " (docs/gpu.md)";
            case CLASS_PATH ->
                "libtorch " + libtorch.version() + " (" + libtorch.flavor() + ") of " + libtorch.place()
                        + " does not load: " + reason + "; the folder that DJL unpacks it to is moved by DJL_CACHE_DIR";
        };
    }
}
