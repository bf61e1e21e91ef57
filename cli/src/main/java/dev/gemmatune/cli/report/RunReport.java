package dev.gemmatune.cli.report;

import dev.gemmatune.cli.report.html.Element;
import dev.gemmatune.export.ExportReport;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.train.run.RunFolder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that {@code report.html} shows of a training or an evaluation.
 *
 * @param title what was run
 * @param about when and by what
 * @param doubt what speaks against using the model, in a clause
 * @param warnings what makes the scores worth less than they look, a paragraph each
 * @param sets the final scores
 * @param training the course of the training; absent where nothing was trained
 * @param facts what to know, by name
 * @param exports what the model was turned into
 * @param usage how to use the model
 * @param files texts to look into, by their names
 */
public record RunReport(
        String title,
        String about,
        Optional<String> doubt,
        List<String> warnings,
        List<Comparison> sets,
        Optional<TrainingLog> training,
        Map<String, String> facts,
        List<ExportReport> exports,
        Optional<Usage> usage,
        Map<String, String> files) {

    /** The file's name. */
    public static final String FILE = RunFolder.REPORT;

    /**
     * How to use a model.
     *
     * @param model where it is
     * @param prompts the text that belongs before an input, by the prompt's name
     */
    public record Usage(Path model, Map<String, String> prompts) {
        /** Copies the map. */
        public Usage {
            prompts = Collections.unmodifiableMap(new LinkedHashMap<>(prompts));
        }
    }

    /** Copies the collections. */
    public RunReport {
        warnings = List.copyOf(warnings);
        sets = List.copyOf(sets);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        exports = List.copyOf(exports);
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** The page: one file that needs no other and asks for none. */
    public String html() {
        Element page = new ReportPage(this).page();
        return page.document();
    }

    /**
     * Writes the page into a folder.
     *
     * @return the file
     */
    public Path write(Path folder) {
        Path file = folder.resolve(FILE);
        AtomicFiles.writeString(file, html());
        return file;
    }
}
