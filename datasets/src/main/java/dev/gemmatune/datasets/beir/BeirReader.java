package dev.gemmatune.datasets.beir;

import com.google.gson.JsonElement;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.rows.Row;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.model.UserError;
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

    List<Document> corpus(RowSource source) {
        corpusName = fileName(source);
        Map<String, Integer> lines = new HashMap<>();
        List<Document> corpus = new ArrayList<>();
        source.forEach(columns, problems, row -> corpus.add(document(row, uniqueId(row, lines))));
        documentIds.addAll(lines.keySet());
        return corpus;
    }

    List<Query> queries(RowSource source) {
        queriesName = fileName(source);
        Map<String, Integer> lines = new HashMap<>();
        List<Query> queries = new ArrayList<>();
        source.forEach(columns, problems, row -> queries.add(query(row, uniqueId(row, lines))));
        queryIds.addAll(lines.keySet());
        return queries;
    }

    Qrels qrels(RowSource source) {
        judgements = JudgementRows.read(source, columns, problems);
        if (judgements.isEmpty() && problems.count() == 0) {
            problems.add(source.name()
                    + " has no judgements; a header and lines of query-id, corpus-id, score are expected");
        }
        return Judgement.collect(judgements, this::dubious);
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

    private static String fileName(RowSource source) {
        return String.valueOf(source.files().get(0).getFileName());
    }

    private void dubious(String message) {
        if (strictness == Strictness.STRICT) {
            problems.add(message);
        } else {
            warnings.add(message);
        }
    }

    private Document document(Row row, String id) {
        String titleText = row.has("title") ? row.textOrBlank("title") : "";
        return new Document(id, titleText, text(row, "text"));
    }

    private Query query(Row row, String id) {
        String text = text(row, "text");
        return new Query(id, row.has("instruction") ? text + " " + row.textOrBlank("instruction") : text);
    }

    private String text(Row row, String key) {
        String text = row.textOrBlank(key);
        if (text.isBlank()) {
            dubious(row.place() + ": \"" + key + "\" is empty");
        }
        return text;
    }

    private String uniqueId(Row row, Map<String, Integer> lines) {
        String id = id(row);
        Integer earlier = lines.putIfAbsent(id, row.number());
        if (earlier != null) {
            throw new UserError(row.place() + ": the _id \"" + id + "\" was already used in " + row.counted(earlier));
        }
        return id;
    }

    private String id(Row row) {
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
