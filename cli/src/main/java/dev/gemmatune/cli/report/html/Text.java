package dev.gemmatune.cli.report.html;

/**
 * Text as it is meant to be read; it is escaped when it is written.
 *
 * @param value any characters
 */
public record Text(String value) implements Node {

    private static final int REPLACEMENT = 0xFFFD;

    @Override
    public void writeTo(StringBuilder page) {
        escape(value, page);
    }

    /** Escapes for element content and quoted attributes alike; what XML 1.0 forbids becomes U+FFFD. */
    static void escape(String text, StringBuilder page) {
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> page.appendCodePoint(allowed(character) ? character : REPLACEMENT);
            }
        });
    }

    /** The production Char of XML 1.0, section 2.2. */
    private static boolean allowed(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }
}
