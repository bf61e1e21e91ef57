package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Bound;
import dev.gemmatune.cli.yaml.Problems;
import dev.gemmatune.model.Matryoshka;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.Trainable;
import dev.gemmatune.model.quantization.QuantizationPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Holds a config against the files that it names and its parts against each other. Costs reading the data and the
 * model's headers, no weights.
 */
final class ConfigChecks {

    private static final String TRAIN = "data.train";

    private final Config config;
    private final Findings findings;

    ConfigChecks(Config config, Bound<Config> bound, Problems problems) {
        this.config = config;
        this.findings = new Findings(bound, problems);
    }

    CheckedConfig check(Path file) {
        Optional<Checkpoint> checkpoint = checkpoint();
        checkpoint.ifPresent(this::checkAgainstModel);
        List<CheckedSet> sets = trainingSets(checkpoint);
        new ObjectiveChecks(config.objective(), findings::problem).checkMatryoshka();
        Optional<Checkpoint> guide = config.objective()
                .guide()
                .flatMap(folder -> findings.attempt("objective.guide", () -> Checkpoint.open(folder)));
        List<List<EvaluationSet>> measured = evaluationSets(sets);
        List<EvaluationSet> evaluation = measured.get(0);
        List<EvaluationSet> test = measured.get(1);
        checkpoint.ifPresent(found -> checkOutcome(file, found, test.isEmpty() ? evaluation : test));
        findings.problems().throwIfAny();
        Checkpoint opened = checkpoint.orElseThrow();
        return new CheckedConfig(
                file,
                resolve(file, opened),
                opened,
                opened.prompts().with(config.prompts()),
                sets,
                guide,
                evaluation,
                test);
    }

    /** Sets that could not be read have no names to compare with. */
    private void checkOutcome(Path file, Checkpoint checkpoint, List<EvaluationSet> measured) {
        OutcomeChecks outcome = new OutcomeChecks(config, findings::problem);
        outcome.checkExport(checkpoint);
        if (findings.problems().isEmpty()) {
            outcome.checkExpected(
                    measured.stream().map(EvaluationSet::name).toList(),
                    resolve(file, checkpoint).evaluation().dimensions());
        }
    }

    private Optional<Checkpoint> checkpoint() {
        if (findings.isWrong("model.path")) {
            return Optional.empty(); // it could not be downloaded
        }
        return findings.attempt("model.path", () -> {
            Path folder = config.model().path();
            boolean isRun = !Files.exists(folder.resolve("config.json"))
                    && Files.exists(folder.resolve("best").resolve("config.json"));
            if (isRun) {
                throw new UserError(folder + " is a run; give one of its checkpoints: " + folder.resolve("best"));
            }
            return withLength(Checkpoint.open(folder, config.model().slidingWindow()));
        });
    }

    /** The model for texts of the length that the config asks for, which may be more than its own files say. */
    private Checkpoint withLength(Checkpoint checkpoint) {
        OptionalInt length = config.model().maxSequenceLength();
        int longest = checkpoint.config().maxPositions();
        if (length.isPresent() && length.getAsInt() > longest) {
            findings.problem(
                    "model.max_sequence_length",
                    "must be at most the model's " + longest + ", got " + length.getAsInt());
            return checkpoint;
        }
        return length.isPresent() ? checkpoint.withMaxSequenceLength(length.getAsInt()) : checkpoint;
    }

    private void checkAgainstModel(Checkpoint checkpoint) {
        checkDimensions(
                "objective.matryoshka.dimensions",
                config.objective().matryoshka().dimensions(),
                checkpoint);
        checkDimensions("evaluation.dimensions", config.evaluation().dimensions(), checkpoint);
        config.evaluation()
                .watch()
                .ifPresent(watch -> findings.attempt(
                        "evaluation.watch.prompt",
                        () -> PromptNames.text(
                                checkpoint.prompts().with(config.prompts()), watch.prompt(), "the watched query")));
        checkTrained(checkpoint);
    }

    private void checkTrained(Checkpoint checkpoint) {
        TrainingConfig training = config.training();
        if (training.lora().isPresent() && !training.freeze().isEmpty()) {
            findings.problem(
                    "training.freeze",
                    "has no meaning beside training.lora, which leaves every weight as it is; remove one of them");
        } else {
            findings.attempt(
                    "training.freeze",
                    () -> new Trainable(training.freeze(), Optional.empty(), false).weights(checkpoint));
        }
        boolean partly = training.lora().isPresent() || !training.freeze().isEmpty();
        if (partly && training.quantization() != QuantizationPlan.NONE) {
            findings.problem(
                    "training.quantization",
                    "has no meaning where weights are left as they are (training.lora, training.freeze): only trained"
                            + " weights learn to be rounded; remove one of them");
        }
    }

    private void checkDimensions(String path, List<Integer> dimensions, Checkpoint checkpoint) {
        int full = checkpoint.dimension();
        dimensions.stream()
                .filter(dimension -> dimension > full)
                .forEach(dimension -> findings.problem(
                        path,
                        "must be at most " + full + ", the dimension of the model " + checkpoint.folder() + ", got "
                                + dimension));
        boolean isObjective = path.startsWith("objective");
        if (isObjective && !dimensions.isEmpty() && !dimensions.contains(full) && Collections.max(dimensions) < full) {
            findings.problem(path, "must contain " + full + ", the full dimension of the model, got " + dimensions);
        }
    }

    /** The sets that can be read, all of them if there is no problem. */
    private List<CheckedSet> trainingSets(Optional<Checkpoint> checkpoint) {
        List<TrainData> sets = config.data().train();
        List<CheckedSet> read = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < sets.size(); i++) {
            String element = TRAIN + "[" + i + "]";
            // A single section need not be written as a list.
            String path = findings.isWritten(element) ? element : TRAIN;
            new TrainDataChecks(config, sets.get(i), path, findings)
                    .check(checkpoint)
                    .ifPresent(read::add);
            if (!names.add(sets.get(i).nameOrFile())) {
                findings.problem(path, "has the name " + sets.get(i).nameOrFile() + " of another set; give it a name");
            }
        }
        return read;
    }

    /** The sets of {@code data.evaluation}, then those of {@code data.test}; a set that serves as both has one name. */
    private List<List<EvaluationSet>> evaluationSets(List<CheckedSet> trained) {
        List<SetNames.Source> sources = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        int evaluations = read(
                "data.evaluation",
                config.data().evaluation(),
                trained.stream().flatMap(set -> set.dev().stream()).toList(),
                sources,
                paths);
        read(
                "data.test",
                config.data().test(),
                trained.stream().flatMap(set -> set.test().stream()).toList(),
                sources,
                paths);
        for (int i = 0; i < sources.size(); i++) {
            for (int j = i < evaluations ? 0 : evaluations; j < i; j++) {
                if (SetNames.isSame(sources.get(i), sources.get(j))) {
                    findings.problem(paths.get(i), "has the data and the split of " + paths.get(j) + "; remove one");
                }
            }
        }
        Map<Integer, String> problems = new LinkedHashMap<>();
        List<EvaluationSet> named = SetNames.distinct(sources, problems);
        problems.forEach((index, problem) -> findings.problem(paths.get(index), problem));
        return List.of(named.subList(0, evaluations), named.subList(evaluations, named.size()));
    }

    private int read(
            String path,
            List<EvaluationData> sets,
            List<EvaluationSet> heldOut,
            List<SetNames.Source> sources,
            List<String> paths) {
        for (int i = 0; i < sets.size(); i++) {
            EvaluationData data = sets.get(i);
            String element = path + "[" + i + "]";
            findings.attempt(element, () -> EvaluationSet.read(data)).ifPresent(set -> {
                sources.add(SetNames.Source.of(data, set));
                paths.add(element);
            });
        }
        for (EvaluationSet set : heldOut) {
            sources.add(SetNames.Source.heldOut(set));
            paths.add(path);
        }
        return sources.size();
    }

    private Config resolve(Path file, Checkpoint checkpoint) {
        MatryoshkaConfig matryoshka = config.objective().matryoshka();
        List<Integer> trained = !matryoshka.enabled()
                ? List.of(checkpoint.dimension())
                : matryoshka.dimensions().isEmpty()
                        ? Matryoshka.dimensions(checkpoint.dimension())
                        : matryoshka.dimensions();
        List<Double> weights = matryoshka.weights().isEmpty() || !matryoshka.enabled()
                ? Collections.nCopies(trained.size(), 1.0)
                : matryoshka.weights();
        EvaluationConfig evaluation = config.evaluation();
        OutputConfig output = config.output();
        return new Config(
                config.model(),
                config.prompts(),
                config.data(),
                new ObjectiveConfig(
                        config.objective().loss(),
                        new MatryoshkaConfig(
                                matryoshka.enabled(), trained, weights, perStep(matryoshka, trained.size())),
                        config.objective().guide(),
                        config.objective().guideText(),
                        config.objective().teacher()),
                config.training(),
                new EvaluationConfig(
                        evaluation.dimensions().isEmpty() ? trained : evaluation.dimensions(),
                        evaluation.kValues(),
                        evaluation.before(),
                        evaluation.after(),
                        evaluation.watch()),
                config.export(),
                new OutputConfig(output.folder(), Optional.of(output.name().orElse(runName(file))), output.overwrite()),
                config.expected());
    }

    /** The model's own dimensions are known only now; where they are fewer, all take part. */
    private static OptionalInt perStep(MatryoshkaConfig matryoshka, int trained) {
        OptionalInt wanted = matryoshka.dimensionsPerStep();
        return wanted.isPresent() ? OptionalInt.of(Math.min(wanted.getAsInt(), trained)) : wanted;
    }

    private static String runName(Path file) {
        return file.getFileName()
                .toString()
                .replaceFirst("(\\.resolved)?\\.[^.]*$", "")
                .replaceAll("[^A-Za-z0-9._-]", "-");
    }
}
