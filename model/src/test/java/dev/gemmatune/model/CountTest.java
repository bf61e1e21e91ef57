package dev.gemmatune.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CountTest {

    @Test
    void oneHasTheSingular() {
        assertEquals("1 query", Count.of(1, "queries"));
        assertEquals("0 queries", Count.of(0, "queries"));
        assertEquals("57,638 documents", Count.of(57_638, "documents"));
        assertEquals("1 scored pair", Count.of(1, "scored pairs"));
        assertEquals("1 batch", Count.of(1, "batches"));
        assertEquals("1 prefix", Count.of(1, "prefixes"));
        assertEquals("1 sentence", Count.of(1, "sentences"));
        assertEquals("query", Count.noun(1, "queries"));
    }
}
