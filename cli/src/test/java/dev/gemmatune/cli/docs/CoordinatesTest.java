package dev.gemmatune.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Maven coordinates of README and docs are those of the build. */
final class CoordinatesTest {

    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(gemmatune-[a-z0-9-]+)</artifactId>");

    private static String read(String file) throws IOException {
        return Files.readString(DocPage.PROJECT.resolve(file));
    }

    private static String version() throws IOException {
        Matcher version = Pattern.compile("<artifactId>gemmatune-parent</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(read("pom.xml"));
        assertTrue(version.find());
        return version.group(1);
    }

    @Test
    void versionsAreThatOfTheBuild() throws IOException {
        Pattern found = Pattern.compile("dev\\.gemmatune:gemmatune-[a-z0-9-]+:([^`\\s]+)|"
                + "<artifactId>gemmatune-[a-z0-9-]+</artifactId>\\s*<version>([^<]+)</version>");
        for (String page : List.of("README.md", "docs/library.md")) {
            Matcher versions = found.matcher(read(page));
            int count = 0;
            while (versions.find()) {
                count++;
                assertEquals(version(), versions.group(1) == null ? versions.group(2) : versions.group(1), page);
            }
            assertTrue(count > 0, page + " has no coordinates");
        }
        assertTrue(read("docs/library.md").contains("version " + version() + " into"), "the install line's version");
    }

    @Test
    void everyArtifactOfTheLibraryPageIsInTheBom() throws IOException {
        Set<String> known = ARTIFACT.matcher(read("bom/pom.xml"))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
        Set<String> named = ARTIFACT.matcher(read("docs/library.md") + read("docs/gpu.md"))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
        assertTrue(named.containsAll(Set.of("gemmatune-model", "gemmatune-engine", "gemmatune-bom")), named::toString);
        named.removeAll(known);
        assertEquals(Set.of(), named, "not in bom/pom.xml");
    }
}
