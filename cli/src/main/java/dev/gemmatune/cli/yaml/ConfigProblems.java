package dev.gemmatune.cli.yaml;

import dev.gemmatune.model.UserError;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with a configuration, in one report. */
public final class ConfigProblems extends UserError {

    private static final long serialVersionUID = 1L;

    private final transient List<Problems.Problem> problems;

    /**
     * A report.
     *
     * @param subject the file
     * @param problems at least one
     */
    public ConfigProblems(String subject, List<Problems.Problem> problems) {
        super(report(subject, problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems in the order of the file. */
    public List<Problems.Problem> problems() {
        return problems;
    }

    private static String report(String subject, List<Problems.Problem> problems) {
        String head =
                subject + " has " + (problems.size() == 1 ? "a problem" : problems.size() + " problems") + ":\n  ";
        return head
                + problems.stream()
                        .map(problem -> problem.toString().replace("\n", "\n  "))
                        .collect(Collectors.joining("\n  "));
    }
}
