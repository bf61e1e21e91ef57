package dev.gemmatune.datasets.documents;

/**
 * What became of the documents.
 *
 * @param documents that were read
 * @param repeated left out, because an earlier document has the same text but for case and white space
 * @param tooShort left out, because they have no title and fewer than two sentences, or none that can be an anchor
 * @param titlePairs titles with their texts
 * @param sentencePairs sentences with the rest of their document
 * @param keptSentencePairs sentences with their whole document
 */
public record PairReport(
        long documents, long repeated, long tooShort, long titlePairs, long sentencePairs, long keptSentencePairs) {

    /** All pairs. */
    public long pairs() {
        return titlePairs + sentencePairs + keptSentencePairs;
    }
}
