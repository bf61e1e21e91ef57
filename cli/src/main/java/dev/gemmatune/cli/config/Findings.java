package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Bound;
import dev.gemmatune.cli.yaml.Problems;
import dev.gemmatune.model.UserError;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Puts what is wrong with a config at the line where it was written.
 *
 * @param bound says where
 * @param problems receives it
 */
record Findings(Bound<Config> bound, Problems problems) {

    /** What an action gives; what it says against its input is a problem at {@code path}. */
    <T> Optional<T> attempt(String path, Supplier<T> action) {
        try {
            return Optional.of(action.get());
        } catch (UserError e) {
            problem(path, e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether something is wrong with a value already. */
    boolean isWrong(String path) {
        return problems.all().stream().anyMatch(problem -> problem.message().startsWith(path + ":"));
    }

    void problem(String path, String message) {
        problems.add(
                bound.place(path),
                path + (message.startsWith("must ") || message.startsWith("has ") ? " " : ": ") + message);
    }

    /** Whether the value is in the file and no default. */
    boolean isWritten(String path) {
        return bound.places().containsKey(path);
    }
}
