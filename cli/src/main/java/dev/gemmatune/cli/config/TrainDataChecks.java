package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Names;
import dev.gemmatune.datasets.lines.Dropped;
import dev.gemmatune.datasets.mining.CorpusFile;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.split.GroupSplit;
import dev.gemmatune.datasets.split.GroupSplit.Part;
import dev.gemmatune.datasets.split.HeldOutQueries;
import dev.gemmatune.datasets.training.Columns;
import dev.gemmatune.datasets.training.ScoreRange;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.Prompts;
import dev.gemmatune.train.objective.Reference;
import dev.gemmatune.train.vectors.StoredVectors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the rows of a set and holds them against the model's prompts and the set's losses.
 *
 * @param config the whole
 * @param train the set
 * @param path where it is written, {@code data.train} or {@code data.train[1]}
 * @param findings receives what is wrong
 */
record TrainDataChecks(Config config, TrainData train, String path, Findings findings) {

    /** The set, if its files can be read; what else is wrong is among the findings. */
    Optional<CheckedSet> check(Optional<Checkpoint> checkpoint) {
        Optional<TrainingData> data = data(Part.TRAIN);
        Optional<TrainingData> dev = data.flatMap(rows -> heldOut(Part.DEV));
        Optional<TrainingData> test = data.flatMap(rows -> heldOut(Part.TEST));
        checkpoint.ifPresent(
                opened -> checkPrompts(opened.prompts().with(config.prompts()), data.map(TrainingData::scored)));
        ObjectiveChecks objective = new ObjectiveChecks(config.objective(), findings::problem);
        // Mining gives the rows their negatives later.
        boolean mines = train.mining().isPresent();
        objective.checkLosses(
                losses(),
                lossPath(),
                mines ? Optional.empty() : data,
                config.training().batchSize());
        data.ifPresent(rows -> train.mining().ifPresent(mining -> checkMining(mining, rows)));
        Optional<StoredVectors> teacher = objective.teacher(losses(), data, checkpoint);
        return data.map(rows -> new CheckedSet(
                train.nameOrFile(),
                train,
                rows,
                losses(),
                teacher,
                dev.map(found -> evaluation("dev", found, rows, test)),
                test.map(found -> evaluation("test", found, rows, dev))));
    }

    private Optional<TrainingData> heldOut(Part part) {
        return train.split()
                .filter(split -> (part == Part.DEV ? split.dev() : split.test()) > 0)
                .flatMap(split -> data(part));
    }

    private EvaluationSet evaluation(
            String split, TrainingData heldOut, TrainingData trained, Optional<TrainingData> others) {
        List<TrainingData> parts = new ArrayList<>(List.of(heldOut, trained));
        others.ifPresent(parts::add);
        return heldOut.scored()
                ? new EvaluationSet.Sts(train.nameOrFile() + "/" + split, heldOut.scoredPairs(), Dropped.NONE)
                : new EvaluationSet.Retrieval(new HeldOutQueries(parts).of(train.nameOrFile(), split, heldOut));
    }

    private List<Loss> losses() {
        return train.loss().isEmpty() ? config.objective().loss() : train.loss();
    }

    private String lossPath() {
        return train.loss().isEmpty() ? "objective.loss" : path + ".loss";
    }

    private void checkPrompts(Prompts prompts, Optional<Boolean> scored) {
        PromptNames names = train.prompts();
        boolean contrasts = !scored.orElse(true);
        boolean pairs = scored.orElse(false);
        checkPrompt(prompts, "anchor", names.anchor(), contrasts);
        checkPrompt(prompts, "positive", names.positive(), contrasts);
        checkPrompt(prompts, "sentence1", names.sentence1(), pairs);
        checkPrompt(prompts, "sentence2", names.sentence2(), pairs);
    }

    /**
     * A prompt that is only a default matters only where the rows have texts of its role, and a model without it is
     * trained without it; one that is asked for must be there.
     */
    private void checkPrompt(Prompts prompts, String role, String name, boolean used) {
        String promptPath = path + ".prompts." + role;
        boolean written = findings.isWritten(promptPath);
        boolean known = written
                ? name.equals(PromptNames.NONE) || prompts.byName().containsKey(name)
                : PromptNames.usable(prompts, name);
        if (!known && (used || written)) {
            findings.problem(
                    promptPath,
                    "\"" + name + "\" is no prompt of the model"
                            + Names.nearest(name, prompts.byName().keySet())
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse("")
                            + "; " + prompts.names()
                            + " (none stands for no prompt, and the section prompts adds others)");
        }
    }

    private Optional<TrainingData> data(Part part) {
        Optional<Columns> columns = findings.attempt(path + ".columns", this::columns);
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        List<TrainingData> parts = new ArrayList<>();
        for (int i = 0; i < train.files().size(); i++) {
            RowSource file = train.files().get(i);
            findings.attempt(
                            path + ".files[" + i + "]",
                            () -> TrainingData.read(part(file.with(train.tables()), part), columns.get(), range()))
                    .ifPresent(parts::add);
        }
        return parts.size() == train.files().size() ? joined(parts) : Optional.empty();
    }

    private RowSource part(RowSource rows, Part part) {
        return train.split()
                .map(split -> new GroupSplit(split.by(), split.dev(), split.test(), split.seed()).part(rows, part))
                .orElse(rows);
    }

    /** The column by which rows are parted need not be one to train on. */
    private Columns columns() {
        Set<String> ignored = new HashSet<>(train.ignore());
        train.split()
                .map(SplitConfig::by)
                .filter(column -> !train.columns().containsKey(column) && !Columns.hasRole(column))
                .ifPresent(ignored::add);
        try {
            return new Columns(train.columns(), ignored);
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    private Optional<ScoreRange> range() {
        List<Double> range = train.scoreRange();
        return range.isEmpty() ? Optional.empty() : Optional.of(new ScoreRange(range.get(0), range.get(1)));
    }

    private Optional<TrainingData> joined(List<TrainingData> parts) {
        TrainingData widest = parts.get(0);
        List<TrainingExample> examples = new ArrayList<>();
        for (TrainingData part : parts) {
            if (part.scored() != widest.scored()) {
                findings.problem(
                        path + ".files",
                        "must all have rows of the same kind: " + widest.name() + " has " + widest.columns() + ", "
                                + part.name() + " has " + part.columns()
                                + "; make data.train a list with a set for each kind");
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
            findings.problem(
                    path + ".mining",
                    "hard negatives need rows of {anchor, positive[, negative…]}, but " + data.name()
                            + " has scored pairs; remove the section or use other data");
        }
        mining.corpus().ifPresent(corpus -> findings.attempt(path + ".mining.corpus", () -> CorpusFile.open(corpus)));
        Set<Reference> references = Loss.sum(losses()).references();
        if (references.contains(Reference.TEACHER)) {
            findings.problem(
                    path + ".mining",
                    "finds texts that objective.teacher has no vectors of; mine first (gemmatune mine), embed all texts"
                            + " with the teacher, then train without this section");
        }
        if (references.contains(Reference.GUIDE) && mining.every().unit() != Every.Unit.NEVER) {
            findings.problem(
                    path + ".mining.every",
                    "must be never with a guide, whose vectors are computed once, got " + mining.every());
        }
    }
}
