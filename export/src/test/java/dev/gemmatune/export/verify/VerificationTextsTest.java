package dev.gemmatune.export.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class VerificationTextsTest {

    private static final int LONGEST = 50;
    /** A token for each character, begin and end, truncated. */
    private static final TokenIds CHARACTERS = (texts, prompt) -> texts.stream()
            .map(text -> new int[Math.min(LONGEST, (int) text.codePoints().count() + 2)])
            .toList();

    private static final VerificationTexts TEXTS = new VerificationTexts(CHARACTERS, LONGEST);

    @Test
    void lengthsSurroundTheWindowAndEndAtTheLongest() {
        assertEquals(List.of(2, 3, 4, 5, 8, 9, 10, 18, 50), List.copyOf(VerificationTexts.lengths(LONGEST, 8)));
        assertEquals(new TreeSet<>(List.of(2)), VerificationTexts.lengths(2, 256));
        assertTrue(VerificationTexts.lengths(2048, 256).containsAll(List.of(256, 257, 258, 514, 2048)));
    }

    @Test
    void textsHaveTheLengthsAskedFor() {
        List<String> texts = TEXTS.choose(List.of("😀 smile", "", "seven"), List.of(2, 3, 10, 49, 50), 2);
        assertEquals(
                List.of(2, 3, 10, 49, 50),
                CHARACTERS.encode(texts.subList(0, 5), "").stream()
                        .map(ids -> ids.length)
                        .toList());
        assertEquals("", texts.get(0));
        assertEquals(List.of("😀 smile", ""), texts.subList(5, 7));
    }

    @Test
    void samplesAreSpreadOverAllTexts() {
        List<String> given = IntStream.range(0, 10).mapToObj(i -> "text " + i).toList();
        assertEquals(List.of("text 0", "text 3", "text 6"), TEXTS.choose(given, List.of(), 3));
        assertEquals(given, TEXTS.choose(given, List.of(), 99));
    }

    @Test
    void samplesStopWhenTheyHaveAThousandTokens() {
        List<String> given = Collections.nCopies(99, "x".repeat(LONGEST));
        assertEquals(21, TEXTS.choose(given, List.of(), 99).size()); // 20 of 50 tokens are 1,000
    }
}
