package dev.gemmatune.model.tokenizer;

/**
 * A prompt with a text behind it, without the copy of a long text that putting them together would take.
 *
 * @param prompt what comes first
 * @param text what comes then
 */
record PromptedText(String prompt, String text) implements CharSequence {

    @Override
    public int length() {
        return Math.addExact(prompt.length(), text.length());
    }

    @Override
    public char charAt(int index) {
        return index < prompt.length() ? prompt.charAt(index) : text.charAt(index - prompt.length());
    }

    @Override
    public String subSequence(int start, int end) {
        int before = prompt.length();
        if (end <= before) {
            return prompt.substring(start, end);
        }
        String behind = text.substring(Math.max(0, start - before), end - before);
        return start < before ? prompt.substring(start) + behind : behind;
    }

    @Override
    public String toString() {
        return prompt + text;
    }
}
