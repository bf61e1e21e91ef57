package dev.gemmatune.cli.command;

import com.google.gson.JsonObject;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.report.Answers;
import dev.gemmatune.cli.yaml.ConfigProblems;
import dev.gemmatune.cli.yaml.Names;
import dev.gemmatune.export.VerificationFailed;
import dev.gemmatune.model.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns failures into messages and exit codes. Stack traces are shown only with {@code --debug}. */
public final class Failures {

    private static final Pattern CHOICES = Pattern.compile("expected one of \\[([A-Z0-9_, ]+)] \\(case-insensitive\\)");

    private final Console console;

    /** Messages go to the console's stderr. */
    public Failures(Console console) {
        this.console = console;
    }

    /** Wrong usage: the message, what was probably meant, and where to read more. */
    public int onWrongUsage(ParameterException failure, String... arguments) {
        CommandLine command = failure.getCommandLine();
        if (List.of(arguments).contains(OutputOptions.JSON)) {
            console.begin(true, true); // the options were not all read
        }
        Optional<String> noCommand = unknownCommand(failure);
        String message =
                noCommand.or(() -> misspelled(command, arguments)).orElseGet(() -> choices(failure.getMessage()));
        answer("wrong_usage", message);
        console.message("error: " + message);
        if (noCommand.isEmpty()) {
            UnmatchedArgumentException.printSuggestions(failure, console.err());
        }
        console.message("See: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCodes.WRONG_USAGE;
    }

    private static Optional<String> unknownCommand(ParameterException failure) {
        Set<String> known = failure.getCommandLine().getSubcommands().keySet();
        if (known.isEmpty() || !(failure instanceof UnmatchedArgumentException unmatched)) {
            return Optional.empty();
        }
        return unmatched.getUnmatched().stream()
                .filter(argument -> !argument.startsWith("-"))
                .findFirst()
                .map(argument -> "unknown command " + argument
                        + Names.nearest(argument, known)
                                .map(name -> "; did you mean " + name + "?")
                                .orElse("; there are " + String.join(", ", known)));
    }

    /** Picocli lists the choices of an option as Java writes them; they are shown as the help has them. */
    private static String choices(String message) {
        return CHOICES.matcher(message)
                .replaceAll(found -> Matcher.quoteReplacement(
                        "expected one of " + found.group(1).toLowerCase(Locale.ROOT)));
    }

    /** Picocli reports a required option as missing before it reports the misspelled one that was meant for it. */
    private static Optional<String> misspelled(CommandLine command, String... arguments) {
        Set<String> known = command.getCommandSpec().optionsMap().keySet();
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith("--") && argument.length() > 2)
                .map(argument -> argument.split("=", 2)[0])
                .filter(option -> !known.contains(option))
                .findFirst()
                .map(option -> "unknown option " + option + suggestion(option, known));
    }

    private static String suggestion(String option, Set<String> known) {
        List<String> names = known.stream()
                .filter(name -> name.startsWith("--"))
                .map(name -> name.substring(2).replace('-', '_'))
                .toList();
        return Names.nearest(option.substring(2), names)
                .map(name -> "; did you mean --" + name.replace('_', '-') + "?")
                .orElse("");
    }

    /** A command that failed. */
    public int onFailure(Throwable failure, CommandLine command) {
        if (failure instanceof ParameterException wrongUsage) {
            return onWrongUsage(wrongUsage);
        }
        boolean debug = OutputOptions.wantsTrace(command);
        if (failure instanceof WrongUsage) {
            answer("wrong_usage", failure.getMessage());
            console.message("error: " + failure.getMessage());
            console.message("See: " + command.getCommandSpec().qualifiedName() + " --help");
            return ExitCodes.WRONG_USAGE;
        }
        int code = code(failure);
        boolean explained = failure instanceof UserError || code == ExitCodes.FELL_SHORT;
        if (explained) {
            answer(kind(code), failure.getMessage());
            problems(failure);
            console.message("error: " + failure.getMessage());
        } else {
            answer("unexpected", describe(failure));
            console.message("unexpected error: " + describe(failure)
                    + (debug ? "" : "\nRun with --debug for the stack trace."));
        }
        if (debug) {
            failure.printStackTrace(console.err());
        }
        return code;
    }

    private void answer(String kind, String message) {
        JsonObject error = new JsonObject();
        error.addProperty("kind", kind);
        error.addProperty("message", message);
        console.answer("error", error);
    }

    /** Of a config each problem by itself. */
    private void problems(Throwable failure) {
        if (failure instanceof ConfigProblems several) {
            console.answer("problems", Answers.each(several.problems(), problem -> {
                JsonObject object = new JsonObject();
                object.addProperty("source", problem.place().source());
                object.addProperty("line", problem.place().line());
                object.addProperty("message", problem.message());
                return object;
            }));
        }
    }

    private static String kind(int code) {
        return switch (code) {
            case ExitCodes.WRONG_USAGE -> "wrong_usage";
            case ExitCodes.FELL_SHORT -> "fell_short";
            default -> "failed";
        };
    }

    private static int code(Throwable failure) {
        if (failure instanceof ConfigProblems) {
            return ExitCodes.WRONG_USAGE;
        }
        return failure instanceof VerificationFailed ? ExitCodes.FELL_SHORT : ExitCodes.FAILED;
    }

    private static String describe(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return "the Java heap is too small (" + failure.getMessage() + "); set JAVA_OPTS=-Xmx4g or more";
        }
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return failure.getClass().getSimpleName() + ": " + message;
    }
}
