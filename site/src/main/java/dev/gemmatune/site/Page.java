package dev.gemmatune.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * A page.
 *
 * @param name of its file without the ending; {@code README} is the first page
 * @param document its Markdown
 * @param headings in their order
 */
record Page(String name, Node document, List<PageHeading> headings) {

    /**
     * A heading.
     *
     * @param node in the document
     * @param level from 1
     * @param text without markup
     * @param anchor as GitHub makes it
     */
    record PageHeading(Heading node, int level, String text, String anchor) {}

    static Page read(Path file) throws IOException {
        Parser parser =
                Parser.builder().extensions(List.of(TablesExtension.create())).build();
        Node document = parser.parse(Files.readString(file));
        List<PageHeading> headings = new ArrayList<>();
        Anchors anchors = new Anchors();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                String text = plain(heading);
                headings.add(new PageHeading(heading, heading.getLevel(), text, anchors.of(text)));
            }
        });
        if (headings.isEmpty() || headings.get(0).level() != 1) {
            throw new IllegalStateException(file + " does not open with a title");
        }
        return new Page(file.getFileName().toString().replaceFirst("\\.md$", ""), document, List.copyOf(headings));
    }

    boolean isFirst() {
        return name.equals("README");
    }

    String htmlName() {
        return isFirst() ? "index.html" : name + ".html";
    }

    String title() {
        return headings.get(0).text();
    }

    /** The targets of its links. */
    List<String> links() {
        List<String> links = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                links.add(link.getDestination());
            }
        });
        return links;
    }

    private static String plain(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak part) {
                text.append(' ');
            }
        });
        return text.toString();
    }
}
