package dev.gemmatune.datasets.documents;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A text and the bounds of its sentences, as {@link BreakIterator} sees them: an abbreviation before a capital letter ends
 * a sentence too.
 *
 * @param text without white space at its ends
 * @param bounds where sentences begin, and the text's end: one more than there are sentences
 */
record Sentences(String text, List<Integer> bounds) {

    /** Letters and digits of a sentence that can be an anchor: "See above." has 8 and says nothing. */
    static final int LETTERS = 10;

    static Sentences of(String body) {
        String text = body.strip();
        BreakIterator iterator = BreakIterator.getSentenceInstance(Locale.ROOT);
        iterator.setText(text);
        List<Integer> bounds = new ArrayList<>();
        for (int bound = iterator.first(); bound != BreakIterator.DONE; bound = iterator.next()) {
            bounds.add(bound);
        }
        return new Sentences(text, List.copyOf(bounds));
    }

    int count() {
        return bounds.size() - 1;
    }

    String sentence(int number) {
        return text.substring(bounds.get(number), bounds.get(number + 1)).strip();
    }

    /** The text without a sentence; a sentence carries the space behind it. */
    String without(int number) {
        return (text.substring(0, bounds.get(number)) + text.substring(bounds.get(number + 1))).strip();
    }

    /** The sentences that are long enough to be anchors and do not stand alone. */
    List<Integer> anchors() {
        List<Integer> anchors = new ArrayList<>();
        for (int number = 0; number < count(); number++) {
            long letters = sentence(number)
                    .codePoints()
                    .filter(Character::isLetterOrDigit)
                    .count();
            if (letters >= LETTERS && !without(number).isEmpty()) {
                anchors.add(number);
            }
        }
        return anchors;
    }
}
