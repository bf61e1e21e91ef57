package dev.gemmatune.export.verify;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.Prompts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares what a consumer makes of texts, from the files of an export alone, with what the trainer makes of them: the
 * ids, the prompts, the length. A model's vectors say nothing of it, because they are compared on equal ids.
 *
 * @param checkpoint what was exported
 * @param trainer its tokenizer
 */
public record TextVerifier(Checkpoint checkpoint, TokenIds trainer) {

    /** Spaces, line ends, capitals, letters of two forms, letters that need bytes: where tokenizers differ. */
    private static final List<String> HARD = List.of(
            "",
            " leading and  double spaces \t and tabs\n\n\nand lines ",
            "STRASSE, Straße, ﬁnd, e\u0301 and é, İstanbul",
            "日本語も 👩‍🚀 \u0007 ꙮ 𒀀 1234567890 3,5 %");

    /**
     * Encodes the texts of a verification, the ones above, and one with each prompt before it.
     *
     * @return how many texts had equal ids
     * @throws UserError if the ids of one differ, or a setting does
     */
    public int verify(WrittenTexts written, List<String> texts) {
        if (written.maxSequenceLength() != checkpoint.maxSequenceLength()) {
            throw differs(written, "the length", checkpoint.maxSequenceLength() + "", written.maxSequenceLength() + "");
        }
        Prompts prompts = written.prompts().orElse(checkpoint.prompts());
        if (!prompts.equals(checkpoint.prompts())) {
            throw differs(written, "the prompts", shown(checkpoint.prompts()), shown(prompts));
        }
        int count = verify(written, texts, "") + verify(written, HARD, "");
        for (String prompt : prompts.byName().values()) {
            count += verify(written, texts.subList(texts.size() - 1, texts.size()), prompt);
        }
        return count;
    }

    private int verify(WrittenTexts written, List<String> texts, String prompt) {
        List<int[]> expected = trainer.encode(texts, prompt);
        for (int i = 0; i < texts.size(); i++) {
            int[] found = cut(written.encode(prompt + texts.get(i)));
            if (!Arrays.equals(expected.get(i), found)) {
                throw differs(
                        written,
                        "the ids of the text \"" + beginning(prompt + texts.get(i)) + "\"",
                        around(expected.get(i), found),
                        around(found, expected.get(i)));
            }
        }
        return texts.size();
    }

    /** As every consumer cuts a text whose file does not: the end stays. */
    private int[] cut(int[] ids) {
        int most = checkpoint.maxSequenceLength();
        if (ids.length <= most) {
            return ids;
        }
        int[] kept = Arrays.copyOf(ids, most);
        kept[most - 1] = ids[ids.length - 1];
        return kept;
    }

    private static UserError differs(WrittenTexts written, String what, String trainer, String consumer) {
        return new UserError("who reads the export gets other texts than the trainer: " + what + " in "
                + written.file().getFileName() + " and the files beside it: " + consumer + ", in the trainer: "
                + trainer
                + ". The tokenizer of the model has a setting that the export carries and the trainer does not use; save"
                + " the tokenizer again without it");
    }

    private static String shown(Prompts prompts) {
        Map<String, String> sorted = new TreeMap<>(prompts.byName());
        return sorted + prompts.defaultName().map(name -> ", default " + name).orElse("");
    }

    private static String beginning(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    /** The ids around the first place at which they differ. */
    private static String around(int[] ids, int[] other) {
        int place = Math.max(0, Arrays.mismatch(ids, other));
        return ids.length + " ids, from place " + place + " on "
                + Arrays.toString(
                        Arrays.copyOfRange(ids, Math.min(place, ids.length), Math.min(place + 5, ids.length)));
    }
}
