package dev.gemmatune.model.cache;

import java.nio.file.Path;
import java.util.Map;

/** Where caches lie. */
public final class CacheFolder {

    /** The environment variable that names the folder. */
    public static final String VARIABLE = "GEMMATUNE_CACHE";

    private CacheFolder() {}

    /** The folder of this process: {@value #VARIABLE}, else gemmatune in {@code XDG_CACHE_HOME}, else in ~/.cache. */
    public static Path ofProcess() {
        return of(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static Path of(Map<String, String> environment, Path home) {
        String own = environment.getOrDefault(VARIABLE, "");
        if (!own.isBlank()) {
            return Path.of(own);
        }
        String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (shared.isBlank() ? home.resolve(".cache") : Path.of(shared)).resolve("gemmatune");
    }
}
