package dev.gemmatune.model.reduction;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;

/**
 * Two tokens that may become one.
 *
 * @param left the first
 * @param right the second
 */
record Merge(String left, String right) {

    /** From either form of {@code tokenizer.json}: a list of two, or both with a space between. */
    static Merge of(JsonElement element) {
        if (element.isJsonArray()) {
            JsonArray pair = element.getAsJsonArray();
            return new Merge(pair.get(0).getAsString(), pair.get(1).getAsString());
        }
        String text = element.getAsString();
        int space = text.indexOf(' ', 1);
        return new Merge(text.substring(0, space), text.substring(space + 1));
    }

    String result() {
        return left + right;
    }
}
