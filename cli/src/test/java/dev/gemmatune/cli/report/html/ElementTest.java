package dev.gemmatune.cli.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class ElementTest {

    @Test
    void textAndAttributesAreEscaped() {
        Element element = Element.of("p", "<b>&'\"").with("title", "\"><script>");
        assertEquals(
                "<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&amp;&#39;&quot;</p>",
                element.document().substring("<!DOCTYPE html>\n".length()).strip());
    }

    @Test
    void charactersThatXmlForbidsAreReplaced() {
        StringBuilder page = new StringBuilder();
        new Text("a\u0000b\uD800c\uFFFEd\uD83D\uDE00\n").writeTo(page);
        assertEquals("a\uFFFDb\uFFFDc\uFFFDd\uD83D\uDE00\n", page.toString());
    }

    @Test
    void onlyVoidElementsCloseThemselves() {
        StringBuilder page = new StringBuilder();
        Element.of("div", Element.of("br"), Element.of("td")).writeTo(page);
        assertEquals("<div><br/><td></td></div>", page.toString());
    }

    @Test
    void whatCannotBeEscapedIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Element.of("style", "</style>"));
        assertThrows(IllegalArgumentException.class, () -> Element.of("script", "if (a && b) {}"));
        assertThrows(IllegalArgumentException.class, () -> Element.of("p onclick=alert"));
        assertThrows(IllegalArgumentException.class, () -> Element.of("p").with("x y", "1"));
    }
}
