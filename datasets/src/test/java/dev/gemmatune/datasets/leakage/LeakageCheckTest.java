package dev.gemmatune.datasets.leakage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeakageCheckTest {

    private static final String TWELVE = "one two three four five six seven eight nine ten eleven twelve";

    @Test
    void caseMarksAndSpacesDoNotHideAnEqualText() {
        List<Leak> leaks = new LeakageCheck(List.of("What is a Roth IRA?", "another"))
                .find(List.of(List.of("x y z", "a b c"), List.of("what is   a ROTH-IRA", "answer")));
        assertEquals(1, leaks.size());
        assertEquals(2, leaks.get(0).row());
        assertTrue(leaks.get(0).exact());
        assertEquals("What is a Roth IRA?", leaks.get(0).text());
    }

    @Test
    void aNearDuplicateHasTheOverlapCountedByHand() {
        // 12 words have 10 sequences; with another last word 9 are shared of 11 in all.
        String changed = TWELVE.replace("twelve", "dozen");
        List<Leak> leaks = new LeakageCheck(List.of(TWELVE)).find(List.of(List.of(changed)));
        assertEquals(9.0 / 11, leaks.get(0).similarity(), 1e-12);
        assertFalse(leaks.get(0).exact());
    }

    @Test
    void lessOverlapIsNoLeak() {
        // A word changed in the middle loses three sequences of ten: 7 of 13.
        String changed = TWELVE.replace("six", "other");
        assertTrue(new LeakageCheck(List.of(TWELVE))
                .find(List.of(List.of(changed)))
                .isEmpty());
    }

    @Test
    void theMostSimilarRowIsNamed() {
        String near = TWELVE.replace("twelve", "dozen");
        List<Leak> leaks =
                new LeakageCheck(List.of(TWELVE)).find(List.of(List.of(near), List.of(TWELVE), List.of(TWELVE)));
        assertEquals(2, leaks.get(0).row());
        assertTrue(leaks.get(0).exact());
    }

    @Test
    void shortTextsAreFoundOnlyIfEqual() {
        LeakageCheck check = new LeakageCheck(List.of("mortgage rate"));
        assertEquals(1, check.find(List.of(List.of("Mortgage rate."))).size());
        assertTrue(check.find(List.of(List.of("mortgage rates"))).isEmpty());
        assertTrue(new LeakageCheck(List.of()).find(List.of(List.of("a"))).isEmpty());
    }

    @Test
    void theFilterLosesNothingAgainstComparingAllPairs() {
        Random random = new Random(5);
        List<String> tests = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            List<String> words = new ArrayList<>(words(random, 8 + random.nextInt(40), 30));
            tests.add(String.join(" ", words));
            for (int changes = 0; changes < 3; changes++) {
                words.set(random.nextInt(words.size()), "new" + changes);
                rows.add(List.of(String.join(" ", words)));
            }
        }
        List<String> found =
                new LeakageCheck(tests).find(rows).stream().map(Leak::text).toList();
        List<String> expected = tests.stream()
                .filter(test -> rows.stream()
                        .anyMatch(row ->
                                Shingles.similarity(Shingles.of(test), Shingles.of(row.get(0))) >= LeakageCheck.NEAR))
                .toList();
        assertFalse(expected.isEmpty());
        assertTrue(expected.size() < tests.size());
        assertEquals(expected, found);
    }

    @Test
    void aHundredThousandRowsTakeSeconds() {
        Random random = new Random(6);
        List<String> tests = IntStream.range(0, 2000)
                .mapToObj(i -> String.join(" ", words(random, 40, 5000)))
                .toList();
        List<List<String>> rows = IntStream.range(0, 100_000)
                .mapToObj(i ->
                        List.of(String.join(" ", words(random, 10, 5000)), String.join(" ", words(random, 50, 5000))))
                .collect(Collectors.toCollection(ArrayList::new));
        rows.set(77_777, List.of("question", tests.get(5)));
        List<Leak> leaks = assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> new LeakageCheck(tests).find(Collections.unmodifiableList(rows)));
        assertEquals(1, leaks.size());
        assertEquals(77_778, leaks.get(0).row());
    }

    private static List<String> words(Random random, int count, int vocabulary) {
        return random.ints(count, 0, vocabulary).mapToObj(i -> "w" + i).toList();
    }
}
