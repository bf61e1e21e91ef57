package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the hub and its cache are, and who asks: what the environment says, in the words of Python's huggingface_hub.
 *
 * @param endpoint the hub's address, without a slash at the end
 * @param cache the folder with {@code models--organization--name}
 * @param token of the user, if there is one
 * @param offline whether the network must not be used
 * @param links whether the cache may use symbolic links
 */
public record HubSettings(URI endpoint, Path cache, Optional<HubToken> token, boolean offline, boolean links) {

    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

    /** Checks the address. */
    public HubSettings {
        if (endpoint.getHost() == null || !Set.of("http", "https").contains(String.valueOf(endpoint.getScheme()))) {
            throw new UserError("HF_ENDPOINT must be an address such as https://huggingface.co, got " + endpoint);
        }
    }

    /** What this process was given. */
    public static HubSettings ofProcess() {
        return of(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /**
     * Reads {@code HF_ENDPOINT}, {@code HF_HUB_CACHE}, {@code HUGGINGFACE_HUB_CACHE}, {@code HF_HOME},
     * {@code XDG_CACHE_HOME}, {@code HF_TOKEN}, {@code HUGGING_FACE_HUB_TOKEN}, {@code HF_TOKEN_PATH}, {@code HF_HUB_OFFLINE},
     * {@code TRANSFORMERS_OFFLINE} and {@code HF_HUB_DISABLE_SYMLINKS}. The token file is {@code HF_HOME/token}.
     *
     * @param home of the user
     * @throws UserError if a value makes no sense
     */
    public static HubSettings of(Map<String, String> environment, Path home) {
        String base = given(environment, "XDG_CACHE_HOME").orElse("~/.cache") + "/huggingface";
        String hub = given(environment, "HF_HOME").orElse(base);
        String cache = given(environment, "HF_HUB_CACHE")
                .or(() -> given(environment, "HUGGINGFACE_HUB_CACHE"))
                .orElse(hub + "/hub");
        Path tokenFile = path(given(environment, "HF_TOKEN_PATH").orElse(hub + "/token"), home);
        Optional<HubToken> token = given(environment, "HF_TOKEN")
                .or(() -> given(environment, "HUGGING_FACE_HUB_TOKEN"))
                .or(() -> content(tokenFile))
                .map(HubToken::new);
        String offline = given(environment, "HF_HUB_OFFLINE")
                .or(() -> given(environment, "TRANSFORMERS_OFFLINE"))
                .orElse("");
        return new HubSettings(
                endpoint(given(environment, "HF_ENDPOINT").orElse("https://huggingface.co")),
                path(cache, home),
                token,
                isTrue(offline),
                !isTrue(given(environment, "HF_HUB_DISABLE_SYMLINKS").orElse("")));
    }

    private static Optional<String> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static boolean isTrue(String value) {
        return TRUE.contains(value.toUpperCase(Locale.ROOT));
    }

    private static URI endpoint(String text) {
        try {
            return URI.create(text.replaceAll("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new UserError("HF_ENDPOINT must be an address such as https://huggingface.co, got " + text, e);
        }
    }

    private static Path path(String text, Path home) {
        return text.startsWith("~/")
                ? home.resolve(text.substring(2))
                : Path.of(text).toAbsolutePath();
    }

    private static Optional<String> content(Path tokenFile) {
        try {
            return Files.isRegularFile(tokenFile)
                    ? Optional.of(Files.readString(tokenFile).strip()).filter(token -> !token.isEmpty())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UserError("cannot read the token file " + tokenFile + ": " + e.getMessage(), e);
        }
    }
}
