package dev.gemmatune.datasets.beir;

/**
 * A query.
 *
 * @param id unique among the queries, not empty
 * @param text what is embedded, unstripped; the instruction, where there is one, follows after a space
 */
public record Query(String id, String text) {}
