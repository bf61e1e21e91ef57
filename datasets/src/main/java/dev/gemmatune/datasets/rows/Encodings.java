package dev.gemmatune.datasets.rows;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Recognises the encodings in which spreadsheets write text: UTF-8, UTF-16 and Windows-1252. */
final class Encodings {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final int LOOKED_AT = 1 << 10;

    private Encodings() {}

    /**
     * The encoding of a text that begins with these bytes. UTF-16 has a byte order mark or zeros beside its letters. What is
     * no UTF-8 from its first other character on is Windows-1252; where it is UTF-8 at first and broken later, it is called
     * UTF-8, so that the place of the damage is named.
     */
    static Charset of(byte[] head) {
        if (begins(head, 0xFE, 0xFF) || zeros(head, 0)) {
            return StandardCharsets.UTF_16BE;
        }
        if (begins(head, 0xFF, 0xFE) || zeros(head, 1)) {
            return StandardCharsets.UTF_16LE;
        }
        CharsetDecoder utf8 = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(head.length + 1);
        CoderResult result = utf8.decode(ByteBuffer.wrap(head), text, false);
        boolean broken = result.isError();
        boolean plainBefore = text.flip().chars().allMatch(letter -> letter < 0x80);
        return broken && plainBefore && isWindows1252(head) ? WINDOWS_1252 : StandardCharsets.UTF_8;
    }

    /** Five bytes stand for nothing in it. */
    private static boolean isWindows1252(byte[] head) {
        String text = new String(head, WINDOWS_1252);
        return text.indexOf('\uFFFD') < 0;
    }

    private static boolean begins(byte[] head, int first, int second) {
        return head.length >= 2 && (head[0] & 0xFF) == first && (head[1] & 0xFF) == second;
    }

    /** Whether most bytes at even (0) or odd (1) places are zero and those beside them are not. */
    private static boolean zeros(byte[] head, int place) {
        int pairs = Math.min(head.length, LOOKED_AT) / 2;
        int zeros = 0;
        int others = 0;
        for (int i = 0; i < pairs; i++) {
            zeros += head[2 * i + place] == 0 ? 1 : 0;
            others += head[2 * i + 1 - place] == 0 ? 1 : 0;
        }
        return pairs >= 2 && zeros * 2 > pairs && others == 0;
    }
}
