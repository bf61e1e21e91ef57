package dev.gemmatune.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiteTest {

    private static final Path PROJECT = Path.of("..");

    @TempDir
    Path folder;

    @Test
    void everyPageIsWrittenAndEveryLinkInsideLeadsToAnAnchor() throws IOException {
        Site.build(PROJECT, folder);
        List<Page> pages = Site.pages(PROJECT);
        assertTrue(pages.size() > 10, pages::toString);
        assertEquals("index.html", pages.get(0).htmlName());
        Pattern link = Pattern.compile("href=\"([^\":]*)\"");
        for (Page page : pages) {
            Matcher links = link.matcher(Files.readString(folder.resolve(page.htmlName())));
            while (links.find()) {
                String[] parts = links.group(1).split("#", 2);
                Path target = folder.resolve(parts[0].isEmpty() ? page.htmlName() : parts[0]);
                assertTrue(Files.exists(target), page.name() + ": " + links.group(1));
                assertTrue(
                        parts.length == 1 || Files.readString(target).contains("id=\"" + parts[1] + "\""),
                        page.name() + ": " + links.group(1));
            }
        }
    }

    @Test
    void pagesLoadNothing() throws IOException {
        Site.build(PROJECT, folder);
        for (Page page : Site.pages(PROJECT)) {
            String html = Files.readString(folder.resolve(page.htmlName()));
            assertFalse(html.matches("(?s).*(<script|<img|<iframe|@import|url\\(|src=).*"), page.name());
        }
    }

    @Test
    void linksAndBlocksBecomeThoseOfTheSite() throws IOException {
        Files.createDirectories(folder.resolve("docs"));
        Files.writeString(
                folder.resolve("README.md"),
                "# One & all\n\n[b](docs/b.md#two-words), [c](https://c.example/d), [e](examples)\n");
        Files.writeString(
                folder.resolve("docs/b.md"), "# B\n\n## Two words\n\n[a](../README.md)\n\n```sh no-run: x\nls\n```\n");
        Site.build(folder, folder.resolve("site"));
        String readme = Files.readString(folder.resolve("site/index.html"));
        String page = Files.readString(folder.resolve("site/b.html"));
        assertTrue(readme.contains("<a href=\"b.html#two-words\">b</a>"), readme);
        assertTrue(readme.contains("<a>e</a>"), readme);
        assertTrue(readme.contains("<title>One &amp; all</title>"), readme);
        assertTrue(page.contains("<h2 id=\"two-words\">Two words</h2>"), page);
        assertTrue(page.contains("<a href=\"index.html\">a</a>"), page);
        assertTrue(page.contains("<code class=\"language-sh\">ls"), page);
    }

    @Test
    void deadLinkIsAnError() throws IOException {
        Files.createDirectories(folder.resolve("docs"));
        Files.writeString(folder.resolve("README.md"), "# One\n\n[b](docs/b.md#none)\n");
        Files.writeString(folder.resolve("docs/b.md"), "# B\n");
        String message = assertThrows(IllegalStateException.class, () -> Site.build(folder, folder.resolve("site")))
                .getMessage();
        assertEquals("README.md: the link docs/b.md#none leads to no page or heading", message);
    }
}
