package dev.gemmatune.cli.command;

import dev.gemmatune.cli.console.Console;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.cache.CacheFolder;
import dev.gemmatune.model.cache.EmbeddingCache;
import dev.gemmatune.model.encoder.ComputeType;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Whether embeddings are kept on disk. */
public final class CacheOptions {

    @Option(
            names = "--no-cache",
            description = "compute every embedding anew; else those of equal weights, prompt and text are taken from"
                    + " GEMMATUNE_CACHE or ~/.cache/gemmatune")
    private boolean none;

    /**
     * Does something with a model, through its cache if one is wanted.
     *
     * @param <T> what comes out
     * @param onEnd is told of the cache when all is done
     */
    public <T> T with(
            EmbeddingModel model, ComputeType compute, Consumer<EmbeddingCache> onEnd, Function<TextEmbedder, T> use) {
        if (none) {
            return use.apply(model);
        }
        try (EmbeddingCache cache = EmbeddingCache.of(model, compute, CacheFolder.ofProcess())) {
            T result = use.apply(cache);
            onEnd.accept(cache);
            return result;
        }
    }

    /** Says on stderr what the cache was good for. */
    public static void note(EmbeddingCache cache, Console console) {
        if (cache.failure().isPresent()) {
            console.message("warning: " + cache.failure().get());
            return;
        }
        console.note(String.format(
                Locale.ROOT,
                "cache: %,d embeddings known, %,d computed%s; %s (%.1f MB)",
                cache.known(),
                cache.computed(),
                cache.damaged() == 0 ? "" : ", " + cache.damaged() + " of them because a record was damaged",
                cache.path(),
                cache.bytes() / 1e6));
    }
}
