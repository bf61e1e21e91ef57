package dev.gemmatune.cli.train;

import dev.gemmatune.cli.config.CheckedConfig;
import dev.gemmatune.cli.config.ConfigLoader;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.report.Comparison;
import dev.gemmatune.cli.report.MetricTitle;
import dev.gemmatune.model.checkpoint.CardFacts;
import dev.gemmatune.train.TrainingResult;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The README.md of a tuned checkpoint: from what it was made, how, and what it scores. */
final class ModelCard {

    /** The file's name. */
    static final String FILE = "README.md";

    /** An address on the hub, or a folder in its cache. */
    private static final Pattern HUB_DATA =
            Pattern.compile("(?:hf://datasets/|datasets--)([\\w.-]+?)(?:/|--)([\\w.-]+)");

    private ModelCard() {}

    /** The card's text, in Markdown with the front matter of the Hugging Face hub. */
    static String of(CheckedConfig checked, List<Comparison> comparisons, TrainingResult result, String version) {
        StringBuilder card = new StringBuilder();
        CardFacts base = CardFacts.of(checked.checkpoint().folder());
        card.append(base.frontMatter(datasets(checked)))
                .append("\n# ")
                .append(checked.config().output().run().getFileName())
                .append("\n\n");
        card.append("An EmbeddingGemma model tuned by gemmatune ")
                .append(version)
                .append(" from `")
                .append(checked.checkpoint().folder().getFileName())
                .append(String.format(
                        Locale.ROOT,
                        "` (%,d parameters, %d dimensions).%n%n",
                        checked.checkpoint().parameters(),
                        checked.checkpoint().dimension()))
                .append(base.licenseSentence())
                .append(" What the licence of the training data asks holds beside it.\n\n");
        card.append(String.format(
                Locale.ROOT,
                "Trained on %s; the checkpoint of step %,d of %,d.%n%n",
                rows(checked),
                result.bestStep(),
                result.steps()));
        comparisons.forEach(comparison -> append(card, comparison));
        card.append("## Use\n\nQueries and documents take the prompts that the training used:\n\n");
        card.append("```python\nfrom sentence_transformers import SentenceTransformer\n\n");
        card.append("model = SentenceTransformer(\"path/to/this/folder\")\n");
        card.append("queries = model.encode([\"…\"], prompt_name=\"")
                .append(checked.promptNames().anchor())
                .append("\")\ndocuments = model.encode([\"…\"], prompt_name=\"")
                .append(checked.promptNames().positive())
                .append("\")\n```\n\n");
        card.append("## Configuration\n\n```yaml\n")
                .append(ConfigLoader.resolved(checked.config()))
                .append("```\n");
        return card.toString();
    }

    /** The hub's ids of the training data that came from there. */
    private static List<String> datasets(CheckedConfig checked) {
        return checked.config().data().train().stream()
                .flatMap(set -> set.files().stream())
                .map(source -> HUB_DATA.matcher(source.name()))
                .filter(Matcher::find)
                .map(found -> found.group(1) + "/" + found.group(2))
                .distinct()
                .toList();
    }

    private static String rows(CheckedConfig checked) {
        return checked.sets().stream()
                .map(set -> String.format(
                        Locale.ROOT,
                        "%,d rows of %s",
                        set.data().size(),
                        set.data().columns()))
                .collect(Collectors.joining(" and "));
    }

    private static void append(StringBuilder card, Comparison comparison) {
        card.append("## ").append(comparison.name()).append("\n\n| dimensions |");
        List<String> metrics = comparison.metrics();
        metrics.forEach(metric -> {
            String title = MetricTitle.of(metric);
            card.append(' ').append(title).append(" before | ").append(title).append(" tuned |");
        });
        card.append("\n|---|").append("---|---|".repeat(metrics.size())).append('\n');
        for (int dimension : comparison.after().dimensions()) {
            card.append("| ").append(dimension).append(" |");
            metrics.forEach(metric -> card.append(' ')
                    .append(Table.score(comparison.before(dimension, metric)))
                    .append(" | ")
                    .append(Table.score(comparison.after().value(dimension, metric)))
                    .append(" |"));
            card.append('\n');
        }
        card.append('\n');
    }
}
