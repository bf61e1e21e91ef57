package dev.gemmatune.datasets.beir;

import com.google.gson.JsonElement;
import dev.gemmatune.datasets.lines.JsonLines;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.lines.TableFile;
import dev.gemmatune.model.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the three files of a BEIR folder, collects what is wrong, and holds them against each other. */
final class BeirReader {

    private final Problems problems;
    private final Strictness strictness;
    private final Map<String, String> columns;
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> documentIds = new HashSet<>();
    private final Set<String> queryIds = new HashSet<>();
    private List<Judgement> judgements = List.of();
    private String corpusName = "";
    private String queriesName = "";

    BeirReader(Problems problems, Strictness strictness, Map<String, String> columns) {
        this.problems = problems;
        this.strictness = strictness;
        this.columns = columns;
    }

    List<String> warnings() {
        return warnings;
    }

    List<Document> corpus(Path file) {
        corpusName = String.valueOf(file.getFileName());
        Map<String, Integer> lines = new HashMap<>();
        List<Document> corpus = new ArrayList<>();
        TableFile.read(file, columns, problems, row -> corpus.add(document(row, uniqueId(row, lines))));
        documentIds.addAll(lines.keySet());
        return corpus;
    }

    List<Query> queries(Path file) {
        queriesName = String.valueOf(file.getFileName());
        Map<String, Integer> lines = new HashMap<>();
        List<Query> queries = new ArrayList<>();
        TableFile.read(file, columns, problems, row -> queries.add(query(row, uniqueId(row, lines))));
        queryIds.addAll(lines.keySet());
        return queries;
    }

    Qrels qrels(Path file) {
        judgements = file.toString().endsWith(".tsv") ? QrelsTsv.read(file, problems) : judgementRows(file);
        if (judgements.isEmpty() && problems.count() == 0) {
            problems.add(file + " has no judgements; a header and lines of query-id, corpus-id, score are expected");
        }
        return Judgement.collect(judgements, this::dubious);
    }

    private List<Judgement> judgementRows(Path file) {
        List<Judgement> rows = new ArrayList<>();
        TableFile.read(file, columns, problems, row -> {
            JsonElement score = row.value().get("score");
            boolean isGrade = score != null && score.isJsonPrimitive() && QrelsTsv.isGrade(score.getAsString());
            if (!isGrade) {
                throw new UserError(row.place() + ": \"score\" must be a whole number, found " + score);
            }
            int grade = Integer.parseInt(score.getAsString().strip());
            rows.add(new Judgement(row.text("query-id"), row.text("corpus-id"), grade, row.place()));
        });
        return rows;
    }

    /** Judgements must speak of queries and documents that are there, and every query needs a relevant document. */
    void check(List<Query> judged, Qrels qrels) {
        for (Judgement judgement : judgements) {
            if (!queryIds.contains(judgement.query())) {
                dubious(judgement.place() + ": the query \"" + judgement.query() + "\" is not in " + queriesName);
            }
            if (!documentIds.contains(judgement.document())) {
                dubious(judgement.place() + ": the document \"" + judgement.document() + "\" is not in " + corpusName);
            }
        }
        Map<String, String> firstPlace = judgements.stream()
                .collect(Collectors.toMap(Judgement::query, Judgement::place, (first, later) -> first));
        for (Query query : judged) {
            if (qrels.of(query.id()).values().stream().noneMatch(grade -> grade > 0)) {
                dubious(firstPlace.get(query.id()) + ": the query \"" + query.id()
                        + "\" has no document with a score above 0, so it can only score 0; give it one or remove its"
                        + " judgements");
            }
        }
    }

    private void dubious(String message) {
        if (strictness == Strictness.STRICT) {
            problems.add(message);
        } else {
            warnings.add(message);
        }
    }

    private Document document(JsonLines.Row row, String id) {
        JsonElement title = row.value().get("title");
        if (title != null && title.isJsonNull()) {
            throw new UserError(row.place() + ": \"title\" is null; leave the key out or write \"\"");
        }
        String titleText = title == null ? "" : row.textOrBlank("title");
        return new Document(id, titleText, text(row, "text"));
    }

    private Query query(JsonLines.Row row, String id) {
        String text = text(row, "text");
        return new Query(id, row.has("instruction") ? text + " " + row.textOrBlank("instruction") : text);
    }

    private String text(JsonLines.Row row, String key) {
        String text = row.textOrBlank(key);
        if (text.isBlank()) {
            dubious(row.place() + ": \"" + key + "\" is empty");
        }
        return text;
    }

    private String uniqueId(JsonLines.Row row, Map<String, Integer> lines) {
        String id = id(row);
        Integer earlier = lines.putIfAbsent(id, row.line());
        if (earlier != null) {
            throw new UserError(row.place() + ": the _id \"" + id + "\" was already used in line " + earlier);
        }
        return id;
    }

    private String id(JsonLines.Row row) {
        JsonElement id = row.value().get("_id");
        boolean isNumber =
                id != null && id.isJsonPrimitive() && id.getAsJsonPrimitive().isNumber();
        if (isNumber) {
            dubious(row.place() + ": \"_id\" is the number " + id + "; write it as a string");
            return id.getAsString();
        }
        return row.text("_id");
    }
}
