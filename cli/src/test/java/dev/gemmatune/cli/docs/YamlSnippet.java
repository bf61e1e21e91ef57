package dev.gemmatune.cli.docs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A part of a config, made whole. */
final class YamlSnippet {

    private static final String REST = """
            model: {path: checkpoints/mini}
            data:
              train: {files: my.jsonl}
              test: [{type: retrieval, folder: datasets/finance, split: test}]
            export: {formats: []}
            """;

    private YamlSnippet() {}

    /** The snippet with what it leaves out and a config needs. */
    static String completed(String snippet) {
        Map<String, Object> config = section(REST);
        merge(config, section(snippet));
        return new Dump(DumpSettings.builder().build()).dumpToString(config);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> section(String yaml) {
        return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
    }

    @SuppressWarnings("unchecked")
    private static void merge(Map<String, Object> into, Map<String, Object> from) {
        from.forEach((key, value) -> {
            if (value instanceof Map<?, ?> && into.get(key) instanceof Map<?, ?> existing) {
                Map<String, Object> copy = new LinkedHashMap<>((Map<String, Object>) existing);
                merge(copy, (Map<String, Object>) value);
                into.put(key, copy);
            } else {
                into.put(key, value);
            }
        });
    }
}
