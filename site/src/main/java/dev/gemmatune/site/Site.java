package dev.gemmatune.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Writes the site: README.md as index.html, and a page for each file of docs, in the order of the README's links. */
public final class Site {

    private static final String STYLE = "site.css";

    private Site() {}

    /** Arguments: the folder of the project, and the folder that the site is written to. */
    public static void main(String[] folders) throws IOException {
        Path target = Path.of(folders[1]).normalize();
        build(Path.of(folders[0]), target);
        System.out.println(target.resolve("index.html"));
    }

    /**
     * Writes all pages.
     *
     * @throws IllegalStateException if a link leads nowhere
     */
    public static void build(Path project, Path target) throws IOException {
        List<Page> pages = pages(project);
        String style = resource(STYLE);
        Files.createDirectories(target);
        for (Page page : pages) {
            Files.writeString(target.resolve(page.htmlName()), Layout.html(page, pages, style));
        }
    }

    static List<Page> pages(Path project) throws IOException {
        Page readme = Page.read(project.resolve("README.md"));
        List<Page> docs = new ArrayList<>();
        try (Stream<Path> files = Files.list(project.resolve("docs"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                docs.add(Page.read(file));
            }
        }
        List<String> order = readme.links();
        docs.sort((one, other) -> Integer.compare(place(one, order), place(other, order)));
        docs.add(0, readme);
        return docs;
    }

    private static int place(Page page, List<String> order) {
        // The table of pages is the last thing that names them all.
        int place = order.lastIndexOf("docs/" + page.name() + ".md");
        return place < 0 ? Integer.MAX_VALUE : place;
    }

    private static String resource(String name) {
        try (InputStream stream = Site.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + name, e);
        }
    }
}
