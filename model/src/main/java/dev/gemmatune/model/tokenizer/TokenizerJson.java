package dev.gemmatune.model.tokenizer;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.gemmatune.model.files.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The text of {@code tokenizer.json}: Hugging Face's tokenizers format, an entry a line. */
final class TokenizerJson {

    private static final String FRAME = """
            {
              "version": "1.0",
              "truncation": null,
              "padding": null,
              "added_tokens": [
            %s
              ],
              "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
              "pre_tokenizer": {"type": "Split", "pattern": {"String": " "}, "behavior": "MergedWithPrevious",
                "invert": false},
              "post_processor": {
                "type": "TemplateProcessing",
                "single": [
                  {"SpecialToken": {"id": "<bos>", "type_id": 0}},
                  {"Sequence": {"id": "A", "type_id": 0}},
                  {"SpecialToken": {"id": "<eos>", "type_id": 0}}
                ],
                "pair": [
                  {"SpecialToken": {"id": "<bos>", "type_id": 0}},
                  {"Sequence": {"id": "A", "type_id": 0}},
                  {"SpecialToken": {"id": "<eos>", "type_id": 0}},
                  {"SpecialToken": {"id": "<bos>", "type_id": 1}},
                  {"Sequence": {"id": "B", "type_id": 1}},
                  {"SpecialToken": {"id": "<eos>", "type_id": 1}}
                ],
                "special_tokens": {
                  "<bos>": {"id": "<bos>", "ids": [%d], "tokens": ["<bos>"]},
                  "<eos>": {"id": "<eos>", "ids": [%d], "tokens": ["<eos>"]}
                }
              },
              "decoder": {
                "type": "Sequence",
                "decoders": [
                  {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
                  {"type": "ByteFallback"},
                  {"type": "Fuse"}
                ]
              },
              "model": {
                "type": "BPE",
                "dropout": null,
                "unk_token": "<unk>",
                "continuing_subword_prefix": null,
                "end_of_word_suffix": null,
                "fuse_unk": true,
                "byte_fallback": true,
                "ignore_merges": false,
                "vocab": {
            %s
                },
                "merges": [
            %s
                ]
              }
            }
            """;

    /** Two tokens that may become one. */
    record Merge(String left, String right) {}

    private TokenizerJson() {}

    static String of(GemmaVocabulary vocabulary) {
        return FRAME.formatted(
                lines(vocabulary.added().entrySet().stream().map(TokenizerJson::addedToken)),
                GemmaVocabulary.BOS,
                GemmaVocabulary.EOS,
                lines(vocabulary.ids().entrySet().stream()
                        .map(entry -> quoted(entry.getKey()) + ": " + entry.getValue())),
                lines(merges(vocabulary).stream()
                        .map(merge -> "[" + quoted(merge.left()) + ", " + quoted(merge.right()) + "]")));
    }

    /** What the tokenizer does with an added token, as both configurations say it. */
    static JsonObject flags(String token) {
        JsonObject flags = new JsonObject();
        flags.addProperty("content", token);
        flags.addProperty("single_word", false);
        flags.addProperty("lstrip", false);
        flags.addProperty("rstrip", false);
        flags.addProperty("normalized", false);
        flags.addProperty("special", GemmaVocabulary.isSpecial(token));
        return flags;
    }

    /**
     * Every way to make a token out of two others, best token first, as in a converted SentencePiece model. Runs are
     * all equally good: the longest left part comes first, so that a run of spaces grows to its full length.
     */
    static List<Merge> merges(GemmaVocabulary vocabulary) {
        List<Merge> merges = new ArrayList<>();
        for (String token : vocabulary.ids().keySet()) {
            for (int cut = 1; cut < token.length(); cut++) {
                Merge merge = new Merge(token.substring(0, cut), token.substring(cut));
                if (vocabulary.ids().containsKey(merge.left())
                        && vocabulary.ids().containsKey(merge.right())) {
                    merges.add(merge);
                }
            }
        }
        merges.sort(Comparator.<Merge>comparingDouble(merge -> -vocabulary.score(merge.left() + merge.right()))
                .thenComparing(merge -> -merge.left().length())
                .thenComparing(merge -> -merge.right().length())
                .thenComparing(Merge::left));
        return merges;
    }

    private static String addedToken(Map.Entry<Integer, String> added) {
        JsonObject token = new JsonObject();
        token.addProperty("id", added.getKey());
        flags(added.getValue()).entrySet().forEach(flag -> token.add(flag.getKey(), flag.getValue()));
        return Json.compact(token);
    }

    private static String quoted(String text) {
        return Json.compact(new JsonPrimitive(text));
    }

    private static String lines(Stream<String> entries) {
        return String.join(",\n", entries.map(entry -> "      " + entry).toList());
    }
}
