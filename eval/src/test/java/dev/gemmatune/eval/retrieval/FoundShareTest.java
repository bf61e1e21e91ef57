package dev.gemmatune.eval.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FoundShareTest {

    private final Hits exact = new Hits(new int[] {7, 3, 1, 5}, new float[] {0.9f, 0.8f, 0.8f, 0.1f});

    @Test
    void aMissingDocumentCountsAgainstEveryCutOffBelowIt() {
        // 3 is missing: 1 moves up, and 5 and 9 fill the end.
        Hits found = new Hits(new int[] {7, 1, 5, 9}, new float[] {0.9f, 0.8f, 0.1f, 0.05f});
        assertEquals(1.0, FoundShare.at(1, exact, found));
        assertEquals(2 / 3.0, FoundShare.at(3, exact, found));
        assertEquals(3 / 4.0, FoundShare.at(4, exact, found));
    }

    @Test
    void aTieAtTheCutOffIsAsGood() {
        // The exact search's second is 3; 1 is as near.
        assertEquals(1.0, FoundShare.at(2, exact, new Hits(new int[] {7, 1}, new float[] {0.9f, 0.8f})));
        assertEquals(0.5, FoundShare.at(2, exact, new Hits(new int[] {7, 5}, new float[] {0.9f, 0.1f})));
    }

    @Test
    void ofFewerDocumentsThanKTheShareOfAllCounts() {
        assertEquals(1.0, FoundShare.at(10, exact, exact));
        assertEquals(0.25, FoundShare.at(10, exact, new Hits(new int[] {5}, new float[] {0.1f})));
        assertEquals(0.0, FoundShare.at(10, exact, new Hits(new int[0], new float[0])));
        assertEquals(Double.NaN, FoundShare.at(10, new Hits(new int[0], new float[0]), exact));
    }
}
