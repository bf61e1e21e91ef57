package dev.gemmatune.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Links of the documentation lead somewhere. Addresses in the network are looked at, not opened. */
final class LinksTest {

    @Test
    void everyLinkLeadsToAFileAndAHeading() {
        List<String> dead = new ArrayList<>();
        int checked = 0;
        for (DocPage page : DocPage.all()) {
            for (String link : page.links()) {
                checked++;
                if (!leadsSomewhere(page, link)) {
                    dead.add(DocPage.PROJECT.relativize(page.file()) + ": " + link);
                }
            }
        }
        assertEquals(List.of(), dead);
        assertTrue(checked > 60, "only " + checked + " links were found");
    }

    private static boolean leadsSomewhere(DocPage page, String link) {
        if (link.startsWith("https://")) {
            return URI.create(link).getHost() != null;
        }
        String[] parts = link.split("#", 2);
        Path file = parts[0].isEmpty()
                ? page.file()
                : page.file().resolveSibling(parts[0]).normalize();
        if (!Files.exists(file)) {
            return false;
        }
        return parts.length == 1 || DocPage.read(file).anchors().contains(parts[1]);
    }

    @Test
    void everyPageIsReachedFromTheReadme() {
        List<String> links = DocPage.read(DocPage.PROJECT.resolve("README.md")).links();
        for (DocPage page : DocPage.all()) {
            String name = DocPage.PROJECT.relativize(page.file()).toString().replace('\\', '/');
            assertTrue(
                    name.equals("README.md") || links.stream().anyMatch(link -> link.startsWith(name)),
                    "README.md has no link to " + name);
        }
    }

    @Test
    void deadLinksAndMissingAnchorsAreSeen() {
        Path file = DocPage.PROJECT.resolve("README.md");
        DocPage page =
                DocPage.of(file, List.of("# Two words", "[a](docs/none.md) [b](#two-words) [c](#two)", "## Two words"));
        assertEquals(Set.of("two-words", "two-words-1"), page.anchors());
        assertEquals(List.of("docs/none.md", "#two-words", "#two"), page.links());
        assertTrue(!leadsSomewhere(page, "docs/none.md") && !leadsSomewhere(page, "docs/training.md#none"));
    }
}
