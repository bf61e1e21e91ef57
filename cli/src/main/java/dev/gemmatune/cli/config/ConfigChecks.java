package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Bound;
import dev.gemmatune.cli.yaml.Names;
import dev.gemmatune.cli.yaml.Problems;
import dev.gemmatune.datasets.mining.CorpusFile;
import dev.gemmatune.datasets.training.Columns;
import dev.gemmatune.datasets.training.ScoreRange;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.Prompts;
import dev.gemmatune.model.encoder.Trainable;
import dev.gemmatune.model.quantization.QuantizationPlan;
import dev.gemmatune.train.objective.Reference;
import dev.gemmatune.train.vectors.StoredVectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Holds a config against the files that it names and its parts against each other. Costs reading the data and the
 * model's headers, no weights.
 */
final class ConfigChecks {

    private final Config config;
    private final Bound<Config> bound;
    private final Problems problems;

    ConfigChecks(Config config, Bound<Config> bound, Problems problems) {
        this.config = config;
        this.bound = bound;
        this.problems = problems;
    }

    CheckedConfig check(Path file) {
        Optional<Checkpoint> checkpoint = checkpoint();
        Optional<TrainingData> data = trainingData();
        checkpoint.ifPresent(opened -> checkAgainstModel(opened, data));
        ObjectiveChecks objective = new ObjectiveChecks(config.objective(), this::problem);
        // Mining gives the rows their negatives later.
        boolean mines = config.data().train().mining().isPresent();
        objective.checkLosses(mines ? Optional.empty() : data, config.training().batchSize());
        objective.checkMatryoshka();
        data.ifPresent(rows -> config.data().train().mining().ifPresent(mining -> checkMining(mining, rows)));
        Optional<Checkpoint> guide =
                config.objective().guide().flatMap(folder -> attempt("objective.guide", () -> Checkpoint.open(folder)));
        Optional<StoredVectors> teacher = objective.teacher(data, checkpoint);
        List<EvaluationSet> evaluation =
                evaluationSets("data.evaluation", config.data().evaluation());
        List<EvaluationSet> test = evaluationSets("data.test", config.data().test());
        checkpoint.ifPresent(found -> checkOutcome(file, found, test.isEmpty() ? evaluation : test));
        problems.throwIfAny();
        Checkpoint opened = checkpoint.orElseThrow();
        return new CheckedConfig(
                file,
                resolve(file, opened),
                opened,
                opened.prompts().with(config.prompts()),
                data.orElseThrow(),
                guide,
                teacher,
                evaluation,
                test);
    }

    /** Sets that could not be read have no names to compare with. */
    private void checkOutcome(Path file, Checkpoint checkpoint, List<EvaluationSet> measured) {
        OutcomeChecks outcome = new OutcomeChecks(config, this::problem);
        outcome.checkExport(checkpoint);
        if (problems.isEmpty()) {
            outcome.checkExpected(
                    measured.stream().map(EvaluationSet::name).toList(),
                    resolve(file, checkpoint).evaluation().dimensions());
        }
    }

    private Optional<Checkpoint> checkpoint() {
        return attempt("model.path", () -> {
            Path folder = config.model().path();
            boolean isRun = !Files.exists(folder.resolve("config.json"))
                    && Files.exists(folder.resolve("best").resolve("config.json"));
            if (isRun) {
                throw new UserError(folder + " is a run; give one of its checkpoints: " + folder.resolve("best"));
            }
            return Checkpoint.open(folder, config.model().slidingWindow());
        });
    }

    private void checkAgainstModel(Checkpoint checkpoint, Optional<TrainingData> data) {
        int longest = checkpoint.config().maxPositions();
        config.model().maxSequenceLength().ifPresent(length -> {
            if (length > longest) {
                problem("model.max_sequence_length", "must be at most the model's " + longest + ", got " + length);
            }
        });
        checkDimensions(
                "objective.matryoshka.dimensions",
                config.objective().matryoshka().dimensions(),
                checkpoint);
        checkDimensions("evaluation.dimensions", config.evaluation().dimensions(), checkpoint);
        checkPrompts(checkpoint.prompts().with(config.prompts()), data.map(TrainingData::scored));
        checkTrained(checkpoint);
    }

    private void checkTrained(Checkpoint checkpoint) {
        TrainingConfig training = config.training();
        if (training.lora().isPresent() && !training.freeze().isEmpty()) {
            problem(
                    "training.freeze",
                    "has no meaning beside training.lora, which leaves every weight as it is; remove one of them");
        } else {
            attempt(
                    "training.freeze",
                    () -> new Trainable(training.freeze(), Optional.empty(), false).weights(checkpoint));
        }
        boolean partly = training.lora().isPresent() || !training.freeze().isEmpty();
        if (partly && training.quantization() != QuantizationPlan.NONE) {
            problem(
                    "training.quantization",
                    "has no meaning where weights are left as they are (training.lora, training.freeze): only trained"
                            + " weights learn to be rounded; remove one of them");
        }
    }

    private void checkDimensions(String path, List<Integer> dimensions, Checkpoint checkpoint) {
        int full = checkpoint.dimension();
        dimensions.stream()
                .filter(dimension -> dimension > full)
                .forEach(dimension -> problem(
                        path,
                        "must be at most " + full + ", the dimension of the model " + checkpoint.folder() + ", got "
                                + dimension));
        boolean isObjective = path.startsWith("objective");
        if (isObjective && !dimensions.isEmpty() && !dimensions.contains(full) && Collections.max(dimensions) < full) {
            problem(path, "must contain " + full + ", the full dimension of the model, got " + dimensions);
        }
    }

    private void checkPrompts(Prompts prompts, Optional<Boolean> scored) {
        PromptNames names = config.data().train().prompts();
        boolean contrasts = !scored.orElse(true);
        boolean pairs = scored.orElse(false);
        checkPrompt(prompts, "anchor", names.anchor(), contrasts);
        checkPrompt(prompts, "positive", names.positive(), contrasts);
        checkPrompt(prompts, "sentence1", names.sentence1(), pairs);
        checkPrompt(prompts, "sentence2", names.sentence2(), pairs);
    }

    /** A prompt that is only a default matters only where the rows have texts of its role. */
    private void checkPrompt(Prompts prompts, String role, String name, boolean used) {
        String path = "data.train.prompts." + role;
        boolean known = name.equals(PromptNames.NONE) || prompts.byName().containsKey(name);
        if (!known && (used || bound.places().containsKey(path))) {
            problem(
                    path,
                    "\"" + name + "\" is no prompt of the model"
                            + Names.nearest(name, prompts.byName().keySet())
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse("")
                            + " It has " + String.join(", ", prompts.byName().keySet())
                            + "; none stands for no prompt, and the section prompts adds others");
        }
    }

    private Optional<TrainingData> trainingData() {
        TrainData train = config.data().train();
        Optional<Columns> columns = attempt("data.train.columns", () -> columns(train));
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        List<TrainingData> parts = new ArrayList<>();
        for (int i = 0; i < train.files().size(); i++) {
            Path file = train.files().get(i);
            attempt("data.train.files[" + i + "]", () -> TrainingData.read(file, columns.get(), range(train)))
                    .ifPresent(parts::add);
        }
        return parts.size() == train.files().size() ? joined(parts) : Optional.empty();
    }

    private static Columns columns(TrainData train) {
        try {
            return new Columns(train.columns(), Set.copyOf(train.ignore()));
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    private static Optional<ScoreRange> range(TrainData train) {
        List<Double> range = train.scoreRange();
        return range.isEmpty() ? Optional.empty() : Optional.of(new ScoreRange(range.get(0), range.get(1)));
    }

    private Optional<TrainingData> joined(List<TrainingData> parts) {
        TrainingData widest = parts.get(0);
        List<TrainingExample> examples = new ArrayList<>();
        for (TrainingData part : parts) {
            if (part.scored() != widest.scored()) {
                problem(
                        "data.train.files",
                        "must all have rows of the same kind: " + widest.name() + " has " + widest.columns() + ", "
                                + part.name() + " has " + part.columns());
                return Optional.empty();
            }
            widest = part.columns().size() > widest.columns().size() ? part : widest;
            examples.addAll(part.examples());
        }
        String name = String.join(", ", parts.stream().map(TrainingData::name).toList());
        return Optional.of(parts.size() == 1 ? widest : new TrainingData(name, widest.columns(), examples));
    }

    private void checkMining(MiningConfig mining, TrainingData data) {
        if (data.scored()) {
            problem(
                    "data.train.mining",
                    "hard negatives need rows of {anchor, positive[, negative…]}, but " + data.name()
                            + " has scored pairs; remove the section or use other data");
        }
        mining.corpus().ifPresent(path -> attempt("data.train.mining.corpus", () -> CorpusFile.open(path)));
        Set<Reference> references = config.objective().sum().references();
        if (references.contains(Reference.TEACHER)) {
            problem(
                    "data.train.mining",
                    "finds texts that objective.teacher has no vectors of; mine first (gemmatune mine), embed all texts"
                            + " with the teacher, then train without this section");
        }
        if (references.contains(Reference.GUIDE) && mining.every().unit() != Every.Unit.NEVER) {
            problem(
                    "data.train.mining.every",
                    "must be never with a guide, whose vectors are computed once, got " + mining.every());
        }
    }

    private List<EvaluationSet> evaluationSets(String path, List<EvaluationData> sets) {
        List<EvaluationSet> read = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            EvaluationData data = sets.get(i);
            attempt(path + "[" + i + "]", () -> EvaluationSet.read(data)).ifPresent(read::add);
        }
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < read.size(); i++) {
            if (!names.add(read.get(i).name())) {
                problem(path + "[" + i + "]", "has the name " + read.get(i).name() + " of another; give it a name");
            }
        }
        return read;
    }

    private Config resolve(Path file, Checkpoint checkpoint) {
        MatryoshkaConfig matryoshka = config.objective().matryoshka();
        List<Integer> trained = !matryoshka.enabled()
                ? List.of(checkpoint.dimension())
                : matryoshka.dimensions().isEmpty()
                        ? ModelDimensions.of(checkpoint.dimension())
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
                        config.objective().teacher()),
                config.training(),
                new EvaluationConfig(
                        evaluation.dimensions().isEmpty() ? trained : evaluation.dimensions(),
                        evaluation.kValues(),
                        evaluation.before(),
                        evaluation.after()),
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

    private <T> Optional<T> attempt(String path, Supplier<T> action) {
        try {
            return Optional.of(action.get());
        } catch (UserError e) {
            problem(path, e.getMessage());
            return Optional.empty();
        }
    }

    private void problem(String path, String message) {
        problems.add(
                bound.place(path),
                path + (message.startsWith("must ") || message.startsWith("has ") ? " " : ": ") + message);
    }
}
