package dev.gemmatune.eval.trec;

import dev.gemmatune.datasets.beir.Judgement;
import dev.gemmatune.datasets.beir.JudgementRows;
import dev.gemmatune.datasets.beir.Qrels;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.lines.Utf8Lines;
import dev.gemmatune.datasets.rows.RowFiles;
import dev.gemmatune.datasets.rows.RowFormat;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.model.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Judgements in either of two formats: TREC's ({@code query 0 document grade}, separated by white space, no header) or
 * BEIR's (see {@link JudgementRows}).
 */
public final class QrelsFile {

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private QrelsFile() {}

    /**
     * Reads a file in the format that its first line shows.
     *
     * @throws UserError with up to 20 problems, each with its line
     */
    public static Qrels read(Path file) {
        Problems problems = new Problems(file.toString());
        List<Judgement> judgements =
                isTrec(file) ? readTrec(file, problems) : JudgementRows.read(beir(file), Map.of(), problems);
        if (judgements.isEmpty() && problems.count() == 0) {
            problems.add(file + " has no judgements");
        }
        Qrels qrels = Judgement.collect(judgements, problems::add);
        problems.throwIfAny();
        return qrels;
    }

    /** Separated by tabs unless the name says otherwise: judgements have had any name. */
    private static RowSource beir(Path file) {
        Optional<RowFormat> format = RowFormat.find(file).filter(found -> found != RowFormat.TEXT);
        return new RowFiles(file.toString(), List.of(file), Optional.of(format.orElse(RowFormat.TSV)));
    }

    private static boolean isTrec(Path file) {
        if (RowFormat.find(file).filter(format -> format != RowFormat.TEXT).isPresent()) {
            return false;
        }
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            String line = lines.next();
            while (line != null && line.isBlank()) {
                line = lines.next();
            }
            if (line == null) {
                throw new UserError(file + " is empty; judgements are expected");
            }
            boolean trec = SPACE.split(line.strip(), -1).length == 4;
            if (!trec && line.indexOf('\t') < 0) {
                throw new UserError(lines.place() + ": expected TREC's \"query 0 document grade\" or BEIR's header"
                        + " \"query-id\\tcorpus-id\\tscore\", found \"" + line + "\"");
            }
            return trec;
        }
    }

    private static List<Judgement> readTrec(Path file, Problems problems) {
        List<Judgement> judgements = new ArrayList<>();
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            lines.forEach(problems, line -> {
                if (!line.isBlank()) {
                    judgements.add(judgement(line, lines.place()));
                }
            });
        }
        return judgements;
    }

    private static Judgement judgement(String line, String place) {
        String[] fields = SPACE.split(line.strip(), -1);
        if (fields.length != 4) {
            throw new UserError(place + ": expected 4 fields (query 0 document grade) separated by white space, found "
                    + fields.length);
        }
        if (!JudgementRows.isGrade(fields[3])) {
            throw new UserError(place + ": the grade must be a whole number, found \"" + fields[3] + "\"");
        }
        return new Judgement(fields[0], fields[2], JudgementRows.grade(fields[3]), place);
    }
}
