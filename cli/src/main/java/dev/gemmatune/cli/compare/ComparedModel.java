package dev.gemmatune.cli.compare;

import dev.gemmatune.cli.evaluation.EvaluationFiles;
import dev.gemmatune.cli.evaluation.EvaluationRecord;
import dev.gemmatune.cli.evaluation.EvaluationRecord.Role;
import dev.gemmatune.model.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model in a comparison.
 *
 * @param label what it is called, unlike any other
 * @param sets its record of each set, by the set's name
 */
public record ComparedModel(String label, Map<String, EvaluationRecord> sets) {

    private static final String RESULTS = "results";

    /** Copies the map. */
    public ComparedModel {
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
    }

    /** The same with the names that another model has for the same data: in its run a set may have needed a longer one. */
    ComparedModel withNamesOf(ComparedModel other) {
        Map<String, EvaluationRecord> named = new LinkedHashMap<>();
        sets.forEach((name, found) -> named.put(
                other.sets.entrySet().stream()
                        .filter(set -> set.getValue().data().equals(found.data()) && !sets.containsKey(set.getKey()))
                        .filter(set -> !other.sets.containsKey(name))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(name),
                found));
        return new ComparedModel(label, named);
    }

    /**
     * The models of runs. Of a training run that is the tuned model; of a single one also the model before. The output
     * of {@code eval} gives every model that was evaluated into it.
     *
     * @param folders of runs, in the order in which they are compared
     * @throws UserError if a folder holds no records
     */
    public static List<ComparedModel> read(List<Path> folders) {
        List<ComparedModel> models = new ArrayList<>();
        for (Path folder : folders) {
            models.addAll(read(folder, folders.size() == 1));
        }
        return distinctLabels(models);
    }

    private static List<ComparedModel> read(Path folder, boolean withBefore) {
        List<EvaluationRecord> records = new ArrayList<>(EvaluationFiles.read(folder.resolve(RESULTS)));
        records.addAll(EvaluationFiles.read(folder));
        if (records.isEmpty()) {
            throw new UserError(
                    Files.exists(folder)
                            ? folder + " holds nothing to compare: neither results/queries/ of a training run nor"
                                    + " queries/ of \"eval --output\"; runs of older versions have none, so evaluate"
                                    + " the model again: gemmatune eval --model " + folder.resolve("best")
                                    + " --data … --output DIR"
                            : "there is no run " + folder);
        }
        String run = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        Map<String, Map<String, EvaluationRecord>> byLabel = new LinkedHashMap<>();
        for (Role role : List.of(Role.BEFORE, Role.TUNED, Role.MODEL)) {
            for (EvaluationRecord found : records) {
                if (found.role() == role && (role != Role.BEFORE || withBefore)) {
                    String label = switch (role) {
                        case BEFORE -> "before";
                        case TUNED -> run;
                        case MODEL -> found.model().replaceFirst("^local__", "");
                    };
                    byLabel.computeIfAbsent(label, any -> new LinkedHashMap<>()).put(found.set(), found);
                }
            }
        }
        return byLabel.entrySet().stream()
                .map(entry -> new ComparedModel(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Runs of one name in different folders, or one model in two outputs, are told apart by a number. */
    private static List<ComparedModel> distinctLabels(List<ComparedModel> models) {
        Map<String, Integer> seen = new LinkedHashMap<>();
        List<ComparedModel> distinct = new ArrayList<>();
        for (ComparedModel model : models) {
            int count = seen.merge(model.label(), 1, Integer::sum);
            distinct.add(count == 1 ? model : new ComparedModel(model.label() + " (" + count + ")", model.sets()));
        }
        return distinct;
    }
}
