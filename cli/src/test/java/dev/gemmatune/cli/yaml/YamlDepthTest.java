package dev.gemmatune.cli.yaml;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlDepthTest {

    @ParameterizedTest
    @ValueSource(strings = {"[", "- ", "? ", "{a: "})
    void whatIsNestedTooDeepIsAnErrorOfTheUser(String level) {
        for (int depth : new int[] {200, 50_000}) {
            Problems problems = new Problems("c.yaml");
            String end = level.equals("[") ? "]" : level.startsWith("{") ? "}" : "";
            YamlReader.readSection("a:\n  " + level.repeat(depth) + "x" + end.repeat(depth), "c.yaml", problems);
            ConfigProblems error = assertThrows(ConfigProblems.class, problems::throwIfAny);
            assertTrue(error.getMessage().contains("c.yaml"), error::getMessage);
        }
    }
}
