package dev.gemmatune.eval.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DocumentOrderTest {

    @Test
    void supplementaryCharactersComeAfterAllOthers() {
        assertTrue("\uFFEE".compareTo("\uD83D\uDE00") > 0, "the order of UTF-16 units is the other one");
        assertTrue(DocumentOrder.compare("\uFFEE", "\uD83D\uDE00") < 0);
    }

    @Test
    void theOrderIsThatOfTheUtf8Bytes() {
        long seed = 20260101;
        Random random = new Random(seed);
        int[] alphabet = {'a', 'b', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x1F600, 0x10FFFF};
        for (int i = 0; i < 5000; i++) {
            String left = text(random, alphabet);
            String right = text(random, alphabet);
            int expected = Integer.signum(Arrays.compareUnsigned(
                    left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8)));
            int found = Integer.signum(DocumentOrder.compare(left, right));
            assertEquals(expected, found, left + " and " + right + ", seed " + seed);
        }
    }

    @Test
    void aRankingOfRandomScoresIsSortedLikeAPlainList() {
        Ranking ranking = Ranking.of(new String[] {"a", "c", "b", "d"}, new double[] {0.5, 0.5, 0.75, 0.25});
        Ranking sorted = ranking.byFloat32();
        assertEquals(List.of("b", "c", "a", "d"), List.copyOf(sorted.asMap().keySet()));
        assertEquals(0.75, sorted.score(0));
    }

    private static String text(Random random, int[] alphabet) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(4);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }
}
