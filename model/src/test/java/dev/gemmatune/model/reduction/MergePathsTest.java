package dev.gemmatune.model.reduction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gemmatune.model.files.Json;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MergePathsTest {

    private static final MergePaths PATHS = new MergePaths(List.of(
            new Merge("b", "c"),
            new Merge("a", "b"),
            new Merge("a", "bc"),
            new Merge("abc", "d"),
            new Merge("a", "a")));

    @Test
    void theBestPairIsMergedFirst() {
        assertEquals(Set.of("a", "b", "c", "d", "bc", "abc", "abcd"), PATHS.of("abcd"));
        assertEquals(Set.of("a", "b", "ab"), PATHS.of("ab"));
    }

    @Test
    void ofEqualPairsTheFirstIsMergedFirst() {
        assertEquals(Set.of("a", "aa"), PATHS.of("aaa"));
        assertEquals(Set.of("😀"), PATHS.of("😀"));
    }

    @Test
    void bothFormsOfAMergeAreRead() {
        assertEquals(
                new Merge("▁", "a b"),
                Merge.of(Json.parseObject("{\"m\":[\"▁\",\"a b\"]}", "test").get("m")));
        assertEquals(
                new Merge("▁", "ab"),
                Merge.of(Json.parseObject("{\"m\":\"▁ ab\"}", "test").get("m")));
    }
}
