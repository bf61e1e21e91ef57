package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether to try again, and waits before: as long as the hub asks for, else 1, 2, 4, 8 and 16 seconds; where nobody
 * has ever answered, as on a machine without a network, 1 and 2 seconds. One object serves one transfer; whoever gets on
 * calls {@link #reset}.
 */
final class Retries {

    /** Attempts without getting on. */
    static final int ATTEMPTS = 6;

    /** The same where no connection was ever made: without a network nobody wants to wait for long. */
    static final int FIRST_ATTEMPTS = 3;

    private static final Set<Integer> WORTHWHILE = Set.of(408, 429, 500, 502, 503, 504);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** {@code "api";r=0;t=55} of the IETF draft on rate limits, which the hub sends. */
    private static final Pattern RATE_LIMIT = Pattern.compile("r\\s*=\\s*0\\s*;\\s*t\\s*=\\s*(\\d{1,6})");

    private final Pause pause;
    private final HubListener listener;
    private final BooleanSupplier answered;
    private int failures;

    /**
     * Nothing was tried yet.
     *
     * @param answered whether anybody has ever answered, in whichever transfer
     */
    Retries(Pause pause, HubListener listener, BooleanSupplier answered) {
        this.pause = pause;
        this.listener = listener;
        this.answered = answered;
    }

    /** Something arrived: all attempts are there again. */
    void reset() {
        failures = 0;
    }

    /**
     * Waits after an answer that may be better next time.
     *
     * @param explained the error if it will not, or if there were enough attempts
     */
    void after(HttpResponse<?> answer, Supplier<UserError> explained) {
        failures++;
        if (!WORTHWHILE.contains(answer.statusCode()) || failures >= ATTEMPTS) {
            throw explained.get();
        }
        Duration asked = asked(answer).orElse(backOff());
        if (asked.compareTo(LONGEST) > 0) {
            throw explained.get();
        }
        waitFor(asked, "the hub answers " + answer.statusCode());
    }

    /**
     * Waits after a connection that could not be made or was cut.
     *
     * @throws HubUnreachable if there were enough attempts
     */
    void after(IOException failure, String what) {
        failures++;
        String reason = reason(failure);
        boolean connected = answered.getAsBoolean()
                || !(failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException);
        int attempts = connected ? ATTEMPTS : FIRST_ATTEMPTS;
        if (failures >= attempts) {
            throw new HubUnreachable(
                    "cannot reach the Hugging Face hub for " + what + " after " + attempts + " attempts: " + reason
                            + "; check the network, HF_ENDPOINT and a proxy (JAVA_OPTS=-Dhttps.proxyHost=…"
                            + " -Dhttps.proxyPort=…)"
                            + (connected ? ". What has arrived is kept: the next run goes on there" : ""),
                    failure);
        }
        waitFor(backOff(), "the connection failed (" + reason + ")");
    }

    /** The JDK's errors often have no words of their own. */
    private static String reason(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "the host's name cannot be resolved";
            }
        }
        if (failure.getMessage() != null) {
            return failure.getMessage();
        }
        return failure instanceof ConnectException
                ? "refused"
                : failure.getClass().getSimpleName();
    }

    private void waitFor(Duration duration, String reason) {
        listener.notes(reason + "; trying again in " + duration.toSeconds() + " s");
        try {
            pause.of(duration);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Duration backOff() {
        return Duration.ofSeconds(1L << (failures - 1));
    }

    /** The error after an interruption. */
    static UserError interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new UserError("the transfer was interrupted; run it again to go on where it stopped", cause);
    }

    private static Optional<Duration> asked(HttpResponse<?> answer) {
        Optional<Duration> retryAfter =
                answer.headers().firstValue("Retry-After").map(String::strip).flatMap(Retries::retryAfter);
        return retryAfter.or(() -> answer.headers()
                .firstValue("ratelimit")
                .map(RATE_LIMIT::matcher)
                .filter(Matcher::find)
                .map(matcher -> Duration.ofSeconds(Long.parseLong(matcher.group(1)))));
    }

    /** Seconds, or a date (RFC 9110, 10.2.3). */
    private static Optional<Duration> retryAfter(String value) {
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            ZonedDateTime then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration left = Duration.between(ZonedDateTime.now(then.getZone()), then);
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
