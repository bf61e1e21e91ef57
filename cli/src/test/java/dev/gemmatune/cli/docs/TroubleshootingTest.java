package dev.gemmatune.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The messages of docs/troubleshooting.md are those of the code. */
final class TroubleshootingTest {

    private static final Pattern MESSAGE = Pattern.compile("^\\| `([^`]+)` \\|");

    private static List<String> messages() {
        return DocPage.read(DocPage.PROJECT.resolve("docs/troubleshooting.md")).prose().stream()
                .map(MESSAGE::matcher)
                .filter(Matcher::find)
                .map(row -> row.group(1))
                .toList();
    }

    /** Files in which pieces of a text that lie on several lines are joined. */
    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        for (String root : List.of("model", "datasets", "eval", "train", "export", "cli")) {
            try (Stream<Path> files = Files.walk(DocPage.PROJECT.resolve(root).resolve("src/main/java"))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    sources.add(joined(Files.readString(file)));
                }
            }
        }
        sources.add(Files.readString(DocPage.PROJECT.resolve("gemmatune")));
        sources.add(Files.readString(DocPage.PROJECT.resolve(".mvn/wrapper/find-java.sh")));
        return sources;
    }

    private static String joined(String source) {
        return source.replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\"");
    }

    /** Whether one file has all pieces of the message, in any order: a … may stand for a call of another method. */
    private static boolean occurs(String message, List<String> sources) {
        return sources.stream()
                .anyMatch(source -> Stream.of(message.split(" ?… ?", -1)).allMatch(source::contains));
    }

    @Test
    void everyMessageExistsInTheCode() throws IOException {
        List<String> sources = sources();
        List<String> unknown =
                messages().stream().filter(message -> !occurs(message, sources)).toList();
        assertEquals(List.of(), unknown, "no message of the code; mend docs/troubleshooting.md");
        assertTrue(messages().size() >= 50, "only " + messages().size() + " messages were found");
    }

    @Test
    void unknownMessagesAreSeen() throws IOException {
        List<String> sources = List.of(joined("x(\"there is no model \" + name\n  + \"; give a\"\n + \" folder\")"));
        assertTrue(occurs("there is no model …; give a folder", sources));
        assertFalse(occurs("there is no model …; give a file", sources));
    }
}
