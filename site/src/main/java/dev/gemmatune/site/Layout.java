package dev.gemmatune.site;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;

/** A page's HTML: the list of pages, the headings of this one, and its text. */
final class Layout {

    private static final int FEW = 4;
    private static final int MANY = 40;

    private Layout() {}

    static String html(Page page, List<Page> pages, String style) {
        HtmlRenderer renderer = HtmlRenderer.builder()
                .extensions(List.of(TablesExtension.create()))
                .attributeProviderFactory(context -> attributes(page, pages))
                .build();
        String body = renderer.render(page.document())
                .replace("<table>", "<div class=\"wide\"><table>")
                .replace("</table>", "</table></div>");
        String title = page.isFirst() ? page.title() : page.title() + " · gemmatune";
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <link rel="icon" href="data:,">
                <style>
                %s</style>
                </head>
                <body>
                <a class="skip" href="#text">To the text</a>
                <nav aria-label="Pages">
                %s</nav>
                <main id="text">
                %s%s</main>
                </body>
                </html>
                """.formatted(
                        escape(title), style, navigation(page, pages), withContents(page, body), turning(page, pages));
    }

    private static String navigation(Page current, List<Page> pages) {
        StringBuilder list = new StringBuilder("<ul>\n");
        for (Page page : pages) {
            list.append("<li><a href=\"").append(page.htmlName()).append('"');
            list.append(page.equals(current) ? " aria-current=\"page\"" : "").append('>');
            list.append(escape(page.title())).append("</a></li>\n");
        }
        return list.append("</ul>\n").toString();
    }

    /** The headings of the second level, or of the third on a page that has hardly any, below the title. */
    private static String withContents(Page page, String body) {
        List<Page.PageHeading> second = headings(page, 2);
        List<Page.PageHeading> shown = second.size() < FEW ? headings(page, 3) : second;
        if (shown.size() < FEW || shown.size() > MANY || page.isFirst()) {
            return body;
        }
        StringBuilder contents = new StringBuilder("</h1>\n<ul class=\"contents\">\n");
        for (Page.PageHeading heading : shown) {
            contents.append("<li><a href=\"#").append(heading.anchor()).append("\">");
            contents.append(escape(heading.text())).append("</a></li>\n");
        }
        return body.replaceFirst("</h1>\n", java.util.regex.Matcher.quoteReplacement(contents + "</ul>\n"));
    }

    private static List<Page.PageHeading> headings(Page page, int level) {
        return page.headings().stream()
                .filter(heading -> heading.level() == level)
                .toList();
    }

    /** Links to the page before and the page after. */
    private static String turning(Page page, List<Page> pages) {
        int at = pages.indexOf(page);
        String before = at == 0 ? "<span></span>" : link(pages.get(at - 1), "← ", "");
        String after = at + 1 == pages.size() ? "" : link(pages.get(at + 1), "", " →");
        return "<p class=\"turning\">" + before + after + "</p>\n";
    }

    private static String link(Page page, String before, String after) {
        return "<a href=\"" + page.htmlName() + "\">" + before + escape(page.title()) + after + "</a>";
    }

    private static AttributeProvider attributes(Page page, List<Page> pages) {
        return (node, tag, attributes) -> {
            if (node instanceof Heading) {
                page.headings().stream()
                        .filter(heading -> heading.node() == node)
                        .forEach(heading -> attributes.put("id", heading.anchor()));
            } else if (node instanceof Link link) {
                attributes.remove("href");
                target(page, pages, link.getDestination()).ifPresent(target -> attributes.put("href", target));
            } else if (tag.equals("code")) {
                language(attributes);
            }
        };
    }

    /** Only the first word behind a fence is its language. */
    private static void language(Map<String, String> attributes) {
        attributes.computeIfPresent("class", (name, value) -> value.split(" ", 2)[0]);
    }

    /** Where a link leads; nowhere for what is in the repository and no page. */
    private static Optional<String> target(Page page, List<Page> pages, String link) {
        if (link.matches("https?://.*")) {
            return Optional.of(link);
        }
        String[] parts = link.split("#", 2);
        if (!parts[0].isEmpty() && !parts[0].endsWith(".md")) {
            return Optional.empty();
        }
        String name = parts[0].replaceFirst("^(\\./)?(docs/|\\.\\./)?", "").replaceFirst("\\.md$", "");
        Page found = parts[0].isEmpty()
                ? page
                : pages.stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> dead(page, link));
        if (parts.length == 1) {
            return Optional.of(found.htmlName());
        }
        if (found.headings().stream().noneMatch(heading -> heading.anchor().equals(parts[1]))) {
            throw dead(page, link);
        }
        return Optional.of((found.equals(page) ? "" : found.htmlName()) + "#" + parts[1]);
    }

    private static IllegalStateException dead(Page page, String link) {
        return new IllegalStateException(page.name() + ".md: the link " + link + " leads to no page or heading");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
