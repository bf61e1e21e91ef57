package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.datasets.lines.Strictness;
import dev.gemmatune.datasets.rows.Quotes;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.rows.TableSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Something that a model is measured with. */
public sealed interface EvaluationData {

    /** Whether what is broken or makes no sense is left out and counted. */
    boolean lenient();

    /** The same for readers. */
    default Strictness strictness() {
        return lenient() ? Strictness.LENIENT : Strictness.STRICT;
    }

    /**
     * Queries, a corpus and judgements.
     *
     * @param folder in BEIR's layout
     * @param split which judgements
     * @param name in tables and files, if not the folder's
     * @param lenient whether rows may be left out
     */
    @Doc(value = "questions, documents and judgements in a folder of BEIR's layout", change = "to measure search")
    record Retrieval(
            @Doc(
                    value = "a folder in BEIR's layout: corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv",
                    change = "to your questions, documents and judgements")
            Path folder,

            @Doc(
                    value = "which judgements: the file under qrels, without its ending",
                    change = "to dev in data.evaluation, so that the test questions choose nothing")
            @Default("test")
            String split,

            @Doc(value = "name in tables and files, if not the folder's", change = "where two folders have one name")
            Optional<String> name,

            @Doc(
                    value = "whether rows that are broken or make no sense are left out and counted, instead of ending"
                            + " the command",
                    change = "for data that you cannot correct")
            @Default("false")
            boolean lenient)
            implements EvaluationData {}

    /**
     * Pairs of sentences with a score of their likeness.
     *
     * @param file rows of {@code sentence1}, {@code sentence2}, {@code score}
     * @param scoreRange smallest and largest score in the file; empty if they are from -1 to 1
     * @param separator of a table, if its header does not show it
     * @param encoding of a table, if its bytes do not show it
     * @param quotes whether a quote encloses a value of a table
     * @param sheet of a workbook, if it is not the first
     * @param name in tables and files, if not the file's
     * @param lenient whether rows may be left out
     */
    @Doc(value = "pairs of sentences with a score of their likeness", change = "to measure similarity")
    record Sts(
            @Doc(
                    value = "rows of {sentence1, sentence2, score}, in a file or a folder as data.train.files has them",
                    change = "to your scored sentences")
            RowSource file,

            @Doc(
                    value = "smallest and largest score in the file, such as [0, 5]; empty if they are from -1 to 1",
                    allowed = "two numbers, the smaller first",
                    change = "where scores are ratings, not cosines")
            @Default("[]")
            List<Double> scoreRange,

            @Doc(value = TableKeys.SEPARATOR, allowed = TableKeys.SEPARATORS, change = TableKeys.SEPARATOR_CHANGE)
            Optional<String> separator,

            @Doc(value = TableKeys.ENCODING, allowed = TableKeys.ENCODINGS, change = TableKeys.ENCODING_CHANGE)
            Optional<String> encoding,

            @Doc(value = TableKeys.QUOTES, change = TableKeys.QUOTES_CHANGE) @Default("auto")
            Quotes quotes,

            @Doc(value = TableKeys.SHEET, allowed = TableKeys.SHEETS, change = TableKeys.SHEET_CHANGE)
            Optional<String> sheet,

            @Doc(value = "name in tables and files, if not the file's", change = "where the file's name says little")
            Optional<String> name,

            @Doc(
                    value = "whether rows that are broken or make no sense are left out and counted, instead of ending"
                            + " the command",
                    change = "for data that you cannot correct")
            @Default("false")
            boolean lenient)
            implements EvaluationData {
        /** Checks the range and how a table is written. */
        public Sts {
            scoreRange = List.copyOf(scoreRange);
            Rules.scoreRange(scoreRange);
            TableKeys.check(separator, encoding);
        }

        /** Rows that are written as they show themselves. */
        public Sts(RowSource file, List<Double> scoreRange, Optional<String> name, boolean lenient) {
            this(file, scoreRange, Optional.empty(), Optional.empty(), Quotes.AUTO, Optional.empty(), name, lenient);
        }

        /** The rows, written as the keys say; where they say nothing, as the file's source does. */
        RowSource rows() {
            TableSettings settings = TableSettings.of(separator, encoding, quotes, sheet);
            return settings.equals(TableSettings.AUTO) ? file : file.with(settings);
        }
    }

    /**
     * A task of any type.
     *
     * @param folder with its description, or the name of a task that comes with gemmatune
     * @param lenient whether rows may be left out
     */
    @Doc(value = "a task of any type of MTEB", change = "for everything else")
    record Task(
            @Doc(
                    value =
                            "a folder with task.yaml, or the name of a task that comes with gemmatune: NanoFiQA2018Retrieval",
                    change = "to a task of docs/evaluation.md")
            Path folder,

            @Doc(
                    value = "whether rows that are broken or make no sense are left out and counted, instead of ending"
                            + " the command",
                    change = "for data that you cannot correct")
            @Default("false")
            boolean lenient)
            implements EvaluationData {}
}
