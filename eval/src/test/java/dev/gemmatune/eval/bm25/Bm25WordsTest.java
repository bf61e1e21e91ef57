package dev.gemmatune.eval.bm25;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gemmatune.eval.bm25.Bm25Settings.Words;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class Bm25WordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ENGLISH | How do I get the deposit back when the contract of my car is over?",
                "GERMAN | Wie bekomme ich die Kaution zurück, wenn der Vertrag für das Auto zu Ende ist?",
                "FRENCH | Comment est-ce que je récupère la caution à la fin du contrat pour une voiture?",
                "SPANISH | ¿Cómo recupero el depósito cuando se termina el contrato de los coches y las motos?",
                "ITALIAN | Come mi viene restituito il deposito quando il contratto della macchina è finito?",
                "DUTCH | Hoe krijg ik de borg van mijn auto terug als het contract niet is verlengd?",
                "PORTUGUESE | Como é que eu recebo a caução quando o contrato do carro não é renovado?",
                "RUSSIAN | Как мы вернём залог? Я был у вас, и это всё, что вы мне сказали: или из дома, или к вечеру.",
                "CJK | 合同结束后押金怎么退还",
                "CJK | 契約が終わったら保証金はいつ戻りますか",
                "GREEK | Πότε επιστρέφεται η εγγύηση",
                "THAI | ฉันจะได้รับเงินมัดจำคืนเมื่อไร",
                "STANDARD | Kontonummer 12345, IBAN, BIC",
                "STANDARD | kwa hivyo nitapataje pesa yangu",
                "STANDARD | 12 34"
            })
    void theLanguageIsThatOfTheTextsWhereItIsClear(Words expected, String text) {
        assertEquals(expected, Words.ofTexts(List.of(text)));
    }

    @Test
    void twoLanguagesAreNone() {
        assertEquals(
                Words.STANDARD,
                Words.ofTexts(List.of(
                        "How do I get the deposit back when the contract is over?",
                        "Wie bekomme ich die Kaution zurück, wenn der Vertrag zu Ende ist?")));
        assertEquals(Words.STANDARD, Words.ofTexts(List.of()));
    }

    @Test
    void languagesHaveNamesAndCodes() {
        assertEquals(Optional.of(Words.GERMAN), Words.of("German"));
        assertEquals(Optional.of(Words.GERMAN), Words.of("de"));
        assertEquals(Optional.of(Words.GERMAN), Words.of("deu-Latn"));
        assertEquals(Optional.of(Words.CJK), Words.of("ja"));
        assertEquals(Optional.empty(), Words.of("klingon"));
    }

    @Test
    void wordsOfALanguageAreFoundByTheirStems() {
        Bm25Settings german = Bm25Settings.BEIR.withWords(Words.GERMAN);
        Bm25Settings english = Bm25Settings.BEIR;
        assertEquals(List.of(1, 0), List.of(found(german), found(english)), "Häuser is the plural of Haus");
    }

    private static int found(Bm25Settings settings) {
        try (Bm25Writer writer = Bm25Writer.inMemory(settings)) {
            writer.add("a", "Die Häuser am See");
            writer.add("b", "Ein Auto");
            try (Bm25Index index = writer.finish()) {
                return index.search("Haus", 10).size();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Words.class)
    void everyAnalyzerIndexesAndSearches(Words words) {
        try (Bm25Writer writer = Bm25Writer.inMemory(Bm25Settings.BEIR.withWords(words))) {
            writer.add("a", "IBAN 12345 xyzzyq");
            try (Bm25Index index = writer.finish()) {
                assertFalse(index.search("xyzzyq", 10).size() == 0, words::toString);
            }
        }
    }
}
