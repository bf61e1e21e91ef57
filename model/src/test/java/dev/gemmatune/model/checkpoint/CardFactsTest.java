package dev.gemmatune.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CardFactsTest {

    @TempDir
    Path folder;

    private CardFacts of(Path model, String card) throws IOException {
        Files.createDirectories(model);
        Files.writeString(model.resolve("README.md"), card);
        return CardFacts.of(model);
    }

    @Test
    void theLicenceOfGoogleIsGemmaAndItsTermsTravel() throws IOException {
        CardFacts facts = of(
                folder.resolve("models--google--embeddinggemma-300m/snapshots/57c266a7"),
                "---\nlicense: gemma\npipeline_tag: sentence-similarity\ntags:\n- a\n---\n\n# EmbeddingGemma\n");
        assertEquals(new CardFacts(Optional.of("google/embeddinggemma-300m"), Optional.of("gemma"), List.of()), facts);
        assertTrue(facts.licenseSentence().contains("travel with these weights"), facts::licenseSentence);
        assertTrue(
                facts.frontMatter(List.of("maker/rows"))
                        .startsWith(
                                "---\nlicense: gemma\nbase_model: google/embeddinggemma-300m\ndatasets:\n- maker/rows\n"),
                facts.frontMatter(List.of("maker/rows")));
    }

    @Test
    void anotherLicenceAndLanguagesAreTakenOver() throws IOException {
        CardFacts facts = of(folder.resolve("m"), "---\nlanguage:\n- de\n- en\nlicense: 'cc-by-sa-4.0'\n---\n");
        assertEquals(new CardFacts(Optional.empty(), Optional.of("cc-by-sa-4.0"), List.of("de", "en")), facts);
        assertEquals(
                List.of("de", "fr"),
                of(folder.resolve("n"), "---\nlanguage: [de, fr]\n---\n").languages());
    }

    @Test
    void noneIsInvented() throws IOException {
        CardFacts facts = of(folder.resolve("m"), "# A model without front matter\nlicense: mit\n");
        assertEquals(new CardFacts(Optional.empty(), Optional.empty(), List.of()), facts);
        assertFalse(facts.frontMatter(List.of()).contains("license"));
        assertTrue(facts.licenseSentence().contains("names no licence"), facts::licenseSentence);
        // A model that was tuned from Google's says so, even if its card names no licence.
        assertEquals(
                Optional.of("gemma"),
                of(folder.resolve("o"), "---\nbase_model: google/embeddinggemma-300m\n---\n")
                        .license());
    }
}
