package dev.gemmatune.cli.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder that looks like the project to a reader of its documentation: the bundled model and data, the configs, and a
 * few files of the reader's own. The bundled questions and documents are a handful of those that there are, so that
 * measuring takes no time.
 */
final class WorkingCopy {

    private static final int QUESTIONS = 6;
    private static final int OTHER_DOCUMENTS = 60;
    private static final int ROWS = 200;

    private final Path folder;

    private WorkingCopy(Path folder) {
        this.folder = folder;
    }

    static WorkingCopy in(Path folder) throws IOException {
        WorkingCopy copy = new WorkingCopy(folder);
        Path project = DocPage.PROJECT;
        Files.createDirectories(folder.resolve("checkpoints"));
        Files.createDirectories(folder.resolve("datasets"));
        copyFolder(project.resolve("checkpoints/mini"), folder.resolve("checkpoints/mini"));
        copyFolder(project.resolve("datasets/examples"), folder.resolve("datasets/examples"));
        copyFolder(project.resolve("configs"), folder.resolve("configs"));
        copy.cutFinance(project.resolve("datasets/finance"), folder.resolve("datasets/finance"));
        copy.addReadersFiles();
        return copy;
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private void cutFinance(Path from, Path to) throws IOException {
        Files.createDirectories(to.resolve("qrels"));
        Set<String> queries = new HashSet<>();
        Set<String> documents = new HashSet<>();
        try (Stream<Path> splits = Files.list(from.resolve("qrels"))) {
            for (Path split : splits.toList()) {
                List<String> lines = Files.readAllLines(split);
                Set<String> kept = new HashSet<>();
                List<String> judgements = new ArrayList<>(lines.subList(0, 1));
                for (String line : lines.subList(1, lines.size())) {
                    String[] parts = line.split("\t", -1);
                    if (kept.contains(parts[0]) || kept.size() < QUESTIONS) {
                        kept.add(parts[0]);
                        documents.add(parts[1]);
                        judgements.add(line);
                    }
                }
                queries.addAll(kept);
                Files.write(to.resolve("qrels").resolve(split.getFileName()), judgements);
            }
        }
        Files.write(to.resolve("queries.jsonl"), lines(from.resolve("queries.jsonl"), queries, 0));
        Files.write(to.resolve("corpus.jsonl"), lines(from.resolve("corpus.jsonl"), documents, OTHER_DOCUMENTS));
        head(from.resolve("train.jsonl"), to.resolve("train.jsonl"));
        head(from.resolve("passages.jsonl"), to.resolve("passages.jsonl"));
    }

    private static List<String> lines(Path file, Set<String> ids, int others) throws IOException {
        List<String> kept = new ArrayList<>();
        int left = others;
        for (String line : Files.readAllLines(file)) {
            String id = line.replaceFirst(".*?\"_id\": *\"([^\"]*)\".*", "$1");
            if (ids.contains(id) || left-- > 0) {
                kept.add(line);
            }
        }
        return kept;
    }

    private static void head(Path from, Path to) throws IOException {
        try (Stream<String> lines = Files.lines(from)) {
            Files.write(to, lines.limit(ROWS).toList());
        }
    }

    /** What the documentation calls the reader's own. */
    private void addReadersFiles() throws IOException {
        Path rows = folder.resolve("datasets/finance/train.jsonl");
        Files.copy(rows, folder.resolve("my.jsonl"));
        Files.copy(rows, folder.resolve("pairs.jsonl"));
        Files.writeString(folder.resolve("texts.txt"), "When does my new card arrive?\nWhat is a bond?\n");
        Files.copy(folder.resolve("datasets/finance/corpus.jsonl"), folder.resolve("corpus.jsonl"));
        StringBuilder otherTrainer = new StringBuilder();
        StringBuilder faq = new StringBuilder("ticket,customer_question,reply,agent\n");
        StringBuilder filings = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            faq.append(i + ",where is card " + i + "?,card " + i + " comes by post,a\n");
            otherTrainer.append("{\"query\": \"where is card " + i + "?\", \"pos\": [\"card " + i
                    + " comes by post\"], \"neg\": [\"bonds\", \"loans\"]}\n");
            filings.append("{\"ticker\": \"T" + i + "\", \"question\": \"what did T" + i + " earn?\", \"answer\": \"T"
                    + i + " earned " + i + "\"}\n");
        }
        Files.writeString(folder.resolve("bge.jsonl"), otherTrainer);
        Files.writeString(folder.resolve("faq.csv"), faq);
        Files.writeString(folder.resolve("filings.jsonl"), filings);
        StringBuilder scored = new StringBuilder();
        StringBuilder labelled = new StringBuilder("question,intent\n");
        for (int i = 0; i < 20; i++) {
            scored.append("{\"sentence1\": \"card ")
                    .append(i)
                    .append(" lost\", \"sentence2\": \"card ")
                    .append(i % 4);
            scored.append(" is gone\", \"score\": ").append(i % 5).append("}\n");
            labelled.append("where is card ")
                    .append(i)
                    .append(',')
                    .append(i % 2 == 0 ? "lost" : "late")
                    .append('\n');
        }
        Files.writeString(folder.resolve("sts.jsonl"), scored);
        Files.writeString(folder.resolve("sts-dev.jsonl"), scored);
        Path task = Files.createDirectories(folder.resolve("my-task"));
        Files.writeString(task.resolve("train.csv"), labelled);
        Files.writeString(task.resolve("test.csv"), labelled);
        Files.writeString(task.resolve("task.yaml"), snippet("docs/evaluation.md", "name:"));
        Files.writeString(folder.resolve("my.yaml"), snippet("README.md", "# my.yaml"));
    }

    /** The YAML that a reader copies into a file. */
    private static String snippet(String page, String start) {
        return DocPage.read(DocPage.PROJECT.resolve(page)).fences().stream()
                .filter(fence -> fence.language().equals("yaml") && fence.text().startsWith(start))
                .findFirst()
                .orElseThrow()
                .text();
    }

    Path folder() {
        return folder;
    }
}
