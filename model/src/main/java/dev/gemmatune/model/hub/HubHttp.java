package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Requests to the hub. Redirects are followed here and not by the JDK's client, because the access token must go to the
 * hub's own address only: large files lie on other hosts.
 */
final class HubHttp {

    private static final int MOST_REDIRECTS = 8;
    private static final int LARGEST_ANSWER = 256 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(2);
    private static final Duration UPLOAD = Duration.ofHours(12);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> REDIRECTS_WITH_BODY = Set.of(307, 308);

    private final HubSettings settings;
    private final Pause pause;
    private final HttpClient client;
    private final HubErrors errors;
    private volatile boolean answered;

    /**
     * A request.
     *
     * @param body made anew for each attempt
     * @param repeatable whether it does no harm to send it twice
     */
    record Call(
            String method,
            URI address,
            Map<String, String> headers,
            Supplier<HttpRequest.BodyPublisher> body,
            boolean repeatable) {

        /** A request without a body. */
        static Call get(URI address) {
            return new Call("GET", address, Map.of(), HttpRequest.BodyPublishers::noBody, true);
        }

        /** A request with a text. */
        static Call post(URI address, String type, String text) {
            return new Call(
                    "POST",
                    address,
                    Map.of("Content-Type", type),
                    () -> HttpRequest.BodyPublishers.ofString(text, StandardCharsets.UTF_8),
                    true);
        }

        /** Whether the same request may be sent to where an answer points. */
        boolean mayFollow(int status) {
            boolean hasBody = !method.equals("GET") && !method.equals("HEAD");
            return (hasBody ? REDIRECTS_WITH_BODY : REDIRECTS).contains(status);
        }

        /** With one more header. */
        Call with(String name, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(name, value);
            return new Call(method, address, more, body, repeatable);
        }

        /** The same, sent once only. */
        Call once() {
            return new Call(method, address, headers, body, false);
        }
    }

    /** A complete answer. */
    record Answer(HttpHeaders headers, String body) {}

    HubHttp(HubSettings settings, Pause pause) {
        this.settings = settings;
        this.pause = pause;
        this.errors = new HubErrors(settings);
        // HTTP/1.1: a cut connection then concerns one file only.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
    }

    HubErrors errors() {
        return errors;
    }

    Retries retries(HubListener listener) {
        return new Retries(pause, listener, () -> answered);
    }

    /** An address on the hub: each part of {@code path} is escaped, {@code query} is not. */
    URI address(String path, String query) {
        return URI.create(settings.endpoint() + "/" + escape(path, true) + query);
    }

    /** Escapes what may not stand in an address (RFC 3986, 2.3); slashes only if asked for. */
    static String escape(String text, boolean keepSlashes) {
        StringBuilder escaped = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            boolean plain = (character < 0x80 && Character.isLetterOrDigit(character))
                    || "-._~".indexOf(character) >= 0
                    || (keepSlashes && character == '/');
            escaped.append(plain ? String.valueOf(character) : String.format("%%%02X", (int) character));
        }
        return escaped.toString();
    }

    /**
     * The answer to a request, with retries.
     *
     * @param asked what it is about, for messages
     * @throws UserError if the hub refuses it
     * @throws HubUnreachable if the hub does not answer
     */
    Answer text(Call call, HubReference asked, HubListener listener) {
        Retries retries = retries(listener);
        while (true) {
            try {
                HttpResponse<InputStream> answer = send(call);
                try (InputStream body = answer.body()) {
                    if (answer.statusCode() / 100 == 2) {
                        return new Answer(answer.headers(), read(body));
                    }
                }
                retries.after(answer, () -> errors.of(answer, asked));
            } catch (IOException e) {
                if (!call.repeatable()) {
                    throw new UserError(
                            "the connection to the hub was cut while it worked on the " + asked.repository()
                                    + "; look at " + settings.endpoint() + "/"
                                    + asked.repository().pagePath()
                                    + " whether it is done, else do it again",
                            e);
                }
                retries.after(e, "the " + asked.repository());
            }
        }
    }

    /**
     * One attempt, redirects followed; those of a HEAD only as far as the hub itself goes, since its headers and not
     * those of another host describe the file.
     */
    HttpResponse<InputStream> send(Call call) throws IOException {
        if (settings.offline()) {
            throw new HubUnreachable(
                    "HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set, so " + settings.endpoint()
                            + " is not asked; unset it to download",
                    null);
        }
        URI address = call.address();
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpResponse<InputStream> answer = exchange(call, address);
            Optional<String> location = answer.headers().firstValue("Location");
            if (!call.mayFollow(answer.statusCode()) || location.isEmpty()) {
                return answer;
            }
            URI next = target(address, location.get());
            if (call.method().equals("HEAD") && !isHub(next)) {
                return answer;
            }
            answer.body().close();
            if (isHub(address) && "https".equals(address.getScheme()) && !"https".equals(next.getScheme())) {
                throw new UserError("the hub redirects from https to " + next.getScheme() + "://" + next.getHost()
                        + ", which is not safe; check HF_ENDPOINT and the proxy");
            }
            address = next;
        }
        throw new IOException("more than " + MOST_REDIRECTS + " redirects");
    }

    private HttpResponse<InputStream> exchange(Call call, URI address) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(call.method().equals("PUT") ? UPLOAD : ANSWER)
                .method(call.method(), call.body().get())
                .header("User-Agent", "gemmatune")
                .header("Accept-Encoding", "identity");
        call.headers().forEach(request::header);
        if (isHub(address)) {
            settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token.secret()));
        }
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            answered = true;
            return answer;
        } catch (InterruptedException e) {
            throw Retries.interrupted(e);
        }
    }

    /** Whether an address is the hub's own: scheme, host and port. */
    private boolean isHub(URI address) {
        URI hub = settings.endpoint();
        return hub.getScheme().equalsIgnoreCase(address.getScheme())
                && hub.getHost().equalsIgnoreCase(address.getHost())
                && port(hub) == port(address);
    }

    private static int port(URI address) {
        int standard = "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
        return address.getPort() < 0 ? standard : address.getPort();
    }

    private static URI target(URI from, String location) throws IOException {
        try {
            URI target = from.resolve(location);
            if (target.getHost() == null || !Set.of("http", "https").contains(target.getScheme())) {
                throw new IOException("a redirect to no address");
            }
            return target;
        } catch (IllegalArgumentException e) {
            // The address may hold a signature; it stays out of messages.
            throw new IOException("a redirect to a broken address", e);
        }
    }

    private static String read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST_ANSWER);
        if (body.read() >= 0) {
            throw new UserError(
                    "the hub's answer is longer than " + (LARGEST_ANSWER >> 20) + " MiB; check HF_ENDPOINT");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
