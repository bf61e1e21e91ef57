package dev.gemmatune.datasets.beir;

import dev.gemmatune.datasets.lines.Flaw;
import dev.gemmatune.datasets.lines.FlawedRow;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.lines.ReadingNotes;
import dev.gemmatune.datasets.rows.Row;
import dev.gemmatune.datasets.rows.RowSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Reads the three files of a BEIR folder, collects what is wrong, and holds them against each other. */
final class BeirReader {

    private final Problems problems;
    private final Map<String, String> columns;
    private final Set<String> documentIds = new HashSet<>();
    private final Set<String> queryIds = new HashSet<>();
    private List<Judgement> judgements = List.of();
    private String corpusName = "";
    private String queriesName = "";

    BeirReader(Problems problems, Map<String, String> columns) {
        this.problems = problems;
        this.columns = columns;
    }

    List<Document> corpus(RowSource source) {
        corpusName = fileName(source);
        Map<String, Integer> lines = new HashMap<>();
        List<Document> corpus = new ArrayList<>();
        source.forEach(columns, problems, row -> corpus.add(unique(row, lines, this::document)));
        documentIds.addAll(lines.keySet());
        tellEmpty(source.name(), corpus);
        return corpus;
    }

    /** Benchmarks have such documents, and mteb embeds and ranks them; that they are few should be seen. */
    private void tellEmpty(String name, List<Document> corpus) {
        long empty =
                corpus.stream().filter(document -> document.text().isEmpty()).count();
        if (empty > 0) {
            ReadingNotes.tell(name + ": " + empty + " of " + corpus.size()
                    + " documents have neither title nor text; they are kept, as mteb keeps them");
        }
    }

    List<Query> queries(RowSource source) {
        queriesName = fileName(source);
        Map<String, Integer> lines = new HashMap<>();
        List<Query> queries = new ArrayList<>();
        source.forEach(columns, problems, row -> queries.add(unique(row, lines, this::query)));
        queryIds.addAll(lines.keySet());
        return queries;
    }

    /** Reads what is judged; {@link #qrels} holds it against corpus and queries. */
    void judgements(RowSource source) {
        judgements = JudgementRows.read(source, columns, problems);
        if (judgements.isEmpty() && problems.count() == 0) {
            problems.add(source.name()
                    + " has no judgements; a header and lines of query-id, corpus-id, score are expected");
        }
    }

    /** Judgements must speak of queries and documents that are there. */
    Qrels qrels() {
        List<Judgement> known = judgements.stream()
                .filter(judgement -> isKnown(judgement) || !problems.isLenient())
                .toList();
        return Judgement.collect(known, message -> problems.add(Flaw.REPEATED_JUDGEMENTS, message));
    }

    /** The queries that are judged; each needs a relevant document. */
    List<Query> judged(List<Query> queries, Qrels qrels) {
        Map<String, String> firstPlace = judgements.stream()
                .collect(Collectors.toMap(Judgement::query, Judgement::place, (first, later) -> first));
        List<Query> judged = new ArrayList<>();
        for (Query query : queries) {
            if (qrels.of(query.id()).values().stream().anyMatch(grade -> grade > 0)) {
                judged.add(query);
            } else if (firstPlace.containsKey(query.id())) {
                problems.add(
                        Flaw.QUERIES_WITHOUT_RELEVANT_DOCUMENT,
                        firstPlace.get(query.id()) + ": the query \"" + query.id()
                                + "\" has no document with a score above 0, so it can only score 0; give it one or"
                                + " remove its judgements");
            }
        }
        return judged;
    }

    private boolean isKnown(Judgement judgement) {
        boolean query = queryIds.contains(judgement.query());
        boolean document = documentIds.contains(judgement.document());
        if (!query || !document) {
            String unknown = query
                    ? "the document \"" + judgement.document() + "\" is not in " + corpusName
                    : "the query \"" + judgement.query() + "\" is not in " + queriesName;
            problems.add(
                    Flaw.UNKNOWN_IDS,
                    judgement.place() + ": " + unknown + "; correct the id, add what is missing or remove the line");
        }
        return query && document;
    }

    private static String fileName(RowSource source) {
        return String.valueOf(source.files().get(0).getFileName());
    }

    private Document document(Row row, String id) {
        String titleText = row.has("title") ? row.textOrBlank("title") : "";
        return new Document(id, titleText, row.textOrBlank("text"));
    }

    private Query query(Row row, String id) {
        String text = row.text("text");
        return new Query(id, row.has("instruction") ? text + " " + row.textOrBlank("instruction") : text);
    }

    /** An id counts as used only by a row without a flaw. */
    private <T> T unique(Row row, Map<String, Integer> lines, BiFunction<Row, String, T> read) {
        String id = row.id("_id");
        Integer earlier = lines.get(id);
        if (earlier != null) {
            throw new FlawedRow(
                    Flaw.REPEATED_IDS,
                    row.place() + ": the _id \"" + id + "\" was already used in " + row.counted(earlier)
                            + "; remove one of the rows or give it another id");
        }
        T value = read.apply(row, id);
        lines.put(id, row.number());
        return value;
    }
}
