package dev.gemmatune.eval.tasks;

import dev.gemmatune.datasets.tasks.TaskDescription;
import dev.gemmatune.eval.retrieval.RetrievalPrompts;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Prompts;
import java.util.List;
import java.util.Map;

/** Chooses the prompts of a task among those of a model, in the order in which mteb 2.20.0 looks for them. */
public final class TaskPrompts {

    private static final String QUERY = "query";
    private static final String DOCUMENT = "document";
    private static final String NONE = "none";

    private TaskPrompts() {}

    /**
     * The prompts before queries and documents; types without queries use the query's for all texts.
     *
     * <p>Names that the task gives count first. Else the first of these that the model has: {@code TASK-query},
     * {@code TASK}, {@code TYPE-query}, {@code TYPE}, {@code query}, and likewise for documents; types without queries
     * look for {@code TASK} and {@code TYPE} only. A model that has none of them gets no prompt, but types without queries
     * the model's default one.
     *
     * @throws dev.gemmatune.model.UserError if the task names a prompt that the model does not have
     */
    public static RetrievalPrompts of(TaskDescription task, Prompts model) {
        return new RetrievalPrompts(
                prompt(task.prompts().query(), QUERY, task, model),
                prompt(task.prompts().document(), DOCUMENT, task, model));
    }

    private static String prompt(String wanted, String role, TaskDescription task, Prompts model) {
        if (!wanted.isEmpty()) {
            if (!wanted.equals(NONE) && !model.byName().containsKey(wanted)) {
                throw new UserError("the task " + task.name() + " names the prompt \"" + wanted
                        + "\", which is no prompt of the model; " + model.names()
                        + "; write one of these, or none, under prompts in its task.yaml");
            }
            return wanted.equals(NONE) ? "" : model.get(wanted);
        }
        String type = task.type().mtebName();
        List<String> names = task.type().retrieves()
                ? List.of(task.name() + "-" + role, task.name(), type + "-" + role, type, role)
                : List.of(task.name(), type);
        Map<String, String> known = model.byName();
        return names.stream()
                .filter(known::containsKey)
                .findFirst()
                .map(known::get)
                .orElse(task.type().retrieves() ? "" : model.byDefault());
    }
}
