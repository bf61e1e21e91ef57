package dev.gemmatune.cli.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.cli.yaml.Reference;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every key has its texts, and the committed page is that of the code. */
final class ReferencePageTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");

    private static List<Reference.Key> keys() {
        return KeyTexts.FILES.stream()
                .flatMap(file -> file.sections().stream())
                .flatMap(section -> Stream.concat(section.self().stream(), section.keys().stream()))
                .toList();
    }

    @Test
    void everyKeySaysWhatItMeansAndWhyToChangeIt() {
        List<String> missing = new ArrayList<>();
        for (Reference.Key key : keys()) {
            String place =
                    key.path() + " (" + key.component().getDeclaringRecord().getSimpleName() + "): its @Doc has no ";
            Function<Function<Doc, String>, String> text =
                    member -> key.doc().map(member).orElse("");
            if (text.apply(Doc::value).isBlank()) {
                missing.add(place + "value, the meaning");
            }
            if (text.apply(Doc::change).isBlank()) {
                missing.add(place + "change, the reason to change it");
            }
            if (key.isNumber() && text.apply(Doc::unit).isBlank() && !key.path().endsWith("seed")) {
                missing.add(place + "unit");
            }
            if (key.isNumber() && text.apply(Doc::allowed).isBlank()) {
                missing.add(place + "allowed, such as \">= 1\" or \"any number\"");
            }
        }
        KeyTexts.FILES.forEach(file -> file.sections().stream()
                .filter(section -> section.doc().isEmpty()
                        && !section.path().isEmpty()
                        && section.self().isEmpty())
                .forEach(section -> missing.add(section.path() + ": " + section.type() + " has no @Doc")));
        assertEquals(List.of(), missing, () -> String.join("\n", missing));
        assertTrue(keys().size() > 150, "only " + keys().size() + " keys were found");
    }

    @Test
    void textsGoOnInASentence() {
        for (Reference.Key key : keys()) {
            Doc doc = key.doc().orElseThrow();
            for (String text : List.of(doc.value(), doc.change(), doc.unit(), doc.allowed())) {
                assertTrue(!text.endsWith(".") && text.equals(text.strip()), key.path() + ": " + text);
            }
            assertTrue(doc.change().matches("[a-z0-9].*"), key.path() + ": " + doc.change());
        }
    }

    @Test
    void committedPageIsThatOfTheCode() throws IOException {
        List<String> code = ReferencePage.markdown().lines().toList();
        List<String> page = Files.readAllLines(PAGE);
        int line = 0;
        while (line < Math.min(code.size(), page.size()) && code.get(line).equals(page.get(line))) {
            line++;
        }
        if (line < Math.max(code.size(), page.size())) {
            fail("docs/configuration.md is not that of the code from line " + (line + 1)
                    + " on; run: ./gemmatune keys --markdown > docs/configuration.md");
        }
    }

    @Test
    void keysAreFoundByAPart() {
        List<String> found = KeySearch.find("training.learning_rate").stream()
                .map(KeySearch::paragraph)
                .toList();
        assertEquals(1, found.size());
        assertTrue(found.get(0).startsWith("training.learning_rate\n  The largest learning rate"), found.get(0));
        assertTrue(found.get(0).contains("default: 2e-5; allowed: > 0."), found.get(0));
        assertTrue(assertThrows(UserError.class, () -> KeySearch.find("learning_rat3"))
                .getMessage()
                .contains("did you mean learning_rate?"));
    }
}
