package dev.gemmatune.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.site.Site;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The site and the reports as a reader sees them, wide and narrow, light and dark: nothing to complain of, no request to
 * anywhere, every link alive, nothing wider than the window. Pictures of all lie in {@code target/screenshots}.
 */
final class PagesTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PICTURES = Path.of("target/screenshots");
    private static final String HIDDEN = "[...document.querySelectorAll('tbody')].filter(body =>"
            + " !body.closest('details:not([open])') && body.getClientRects().length === 0).length";
    private static final String LINKS = "[...document.querySelectorAll('a[href]')].map(a => a.href)";
    private static final String ANCHORS = "[...document.querySelectorAll('[id]')].map(e => e.id)";

    @TempDir
    static Path folder;

    private static Chromium browser;

    @BeforeAll
    static void startBrowser() throws IOException, InterruptedException {
        Optional<Path> program = Chromium.find();
        assumeTrue(
                program.isPresent(),
                "no browser: install chromium, or name one in the variable CHROMIUM (apt-get install chromium)");
        browser = Chromium.start(program.get(), Files.createDirectory(folder.resolve("profile")));
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void sitePagesAreSound() throws IOException, InterruptedException {
        Path site = folder.resolve("site");
        Site.build(PROJECT, site);
        try (Stream<Path> pages = Files.list(site)) {
            List<Path> all = pages.sorted().toList();
            assertTrue(all.size() > 10, all::toString);
            for (Path page : all) {
                check(page, "site-" + page.getFileName().toString().replace(".html", ""));
            }
        }
    }

    @Test
    void reportsAreSound() throws IOException, InterruptedException {
        System.setProperty("gemmatune.home", PROJECT.toString());
        Path run = folder.resolve("run");
        Path data = folder.resolve("questions");
        cut(PROJECT.resolve("datasets/finance"), data);
        Path config = folder.resolve("run.yaml");
        Files.writeString(config, """
                model: {path: checkpoints/mini}
                data:
                  train: {files: datasets/finance/train.jsonl}
                  evaluation: {type: retrieval, folder: %s}
                training: {max_steps: 6, batch_size: 8, learning_rate: 1e-3}
                output: {folder: %s}
                """.formatted(data, folder));
        gemmatune("train", "--config", config.toString());
        check(run.resolve("report.html"), "report-train");
        Path results = folder.resolve("results");
        gemmatune(
                "eval",
                "--model",
                run.resolve("best").toString(),
                "--data",
                data.toString(),
                "--bm25",
                "--precision",
                "float32,int8",
                "--output",
                results.toString());
        check(results.resolve("report.html"), "report-eval");
        Path comparison = folder.resolve("comparison");
        gemmatune("compare", run.toString(), "--output", comparison.toString());
        check(comparison.resolve("report.html"), "report-compare");
    }

    /** The first questions of a retrieval data set, with their documents and a few others. */
    private static void cut(Path from, Path to) throws IOException {
        Files.createDirectories(to.resolve("qrels"));
        List<String> judgements =
                Files.readAllLines(from.resolve("qrels/test.tsv")).subList(0, 12);
        Files.write(to.resolve("qrels/test.tsv"), judgements);
        Set<String> ids = judgements.stream()
                .flatMap(line -> Stream.of(line.split("\t", -1)))
                .collect(Collectors.toSet());
        for (String file : List.of("queries.jsonl", "corpus.jsonl")) {
            List<String> lines = Files.readAllLines(from.resolve(file));
            Stream<String> known = lines.stream().filter(line -> ids.contains(line.split("\"", 5)[3]));
            Stream<String> others = file.startsWith("c") ? lines.stream().limit(40) : Stream.of();
            Files.write(
                    to.resolve(file), Stream.concat(known, others).distinct().toList());
        }
    }

    private static void gemmatune(String... arguments) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int code = Gemmatune.run(new Console(writer, writer, false, System::nanoTime), arguments);
        assertEquals(0, code, output::toString);
    }

    private static void check(Path page, String name) throws IOException, InterruptedException {
        for (String scheme : List.of("light", "dark")) {
            for (int width : List.of(1280, 390)) {
                try (Tab tab = browser.open()) {
                    tab.load(page, width, scheme);
                    String picture = name + "-" + width + "-" + scheme;
                    tab.screenshot(PICTURES.resolve(picture + ".png"));
                    assertEquals(List.of(), tab.complaints(), picture);
                    List<String> others = tab.requests().stream()
                            .filter(address -> !address.startsWith("data:"))
                            .toList();
                    assertEquals(List.of(page.toUri().toString()), others, picture);
                    int content =
                            tab.evaluate("document.documentElement.scrollWidth").getAsInt();
                    assertTrue(content <= width, picture + ": the page is " + content + " pixels wide");
                    assertEquals(0, tab.evaluate(HIDDEN).getAsInt(), picture + " hides a part of a table");
                    assertEquals(List.of(), dead(page, tab), picture);
                }
            }
        }
    }

    private static List<String> dead(Path page, Tab tab) throws IOException, InterruptedException {
        List<String> anchors = Chromium.texts(tab.evaluate(ANCHORS).getAsJsonArray());
        List<String> dead = new ArrayList<>();
        for (String link : Chromium.texts(tab.evaluate(LINKS).getAsJsonArray())) {
            if (link.startsWith("http")) {
                continue; // not opened: these tests need no network
            }
            String[] parts = link.split("#", 2);
            Path file = Path.of(java.net.URI.create(parts[0]));
            boolean alive = file.equals(page.toAbsolutePath())
                    ? parts.length == 1 || anchors.contains(parts[1])
                    : Files.exists(file)
                            && (parts.length == 1 || Files.readString(file).contains("id=\"" + parts[1] + "\""));
            if (!alive) {
                dead.add(link);
            }
        }
        return dead;
    }
}
