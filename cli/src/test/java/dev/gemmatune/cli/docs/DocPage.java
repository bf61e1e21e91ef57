package dev.gemmatune.cli.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation: its fenced blocks, headings and links.
 *
 * @param file where it lies
 * @param fences its fenced blocks
 * @param prose its lines outside of them
 */
record DocPage(Path file, List<Fence> fences, List<String> prose) {

    /** The folder of the project. */
    static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private static final String FENCE = "```";
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern ADDRESS = Pattern.compile("(?<![(\\w])https://[^\\s)>,]*[\\w/]");

    /**
     * A fenced block.
     *
     * @param page its page
     * @param line of its opening
     * @param language the first word behind the fence
     * @param note the words after it, such as {@code no-run: needs the licence}
     * @param text what is in it
     */
    record Fence(Path page, int line, String language, String note, String text) {
        /** Where it stands, as messages have it. */
        String place() {
            return PROJECT.relativize(page) + ":" + line;
        }

        boolean mustNotRun() {
            return note.startsWith("no-run:");
        }

        boolean isSlow() {
            return note.equals("slow");
        }
    }

    /** README and all of docs. */
    static List<DocPage> all() {
        try (Stream<Path> docs = Files.list(PROJECT.resolve("docs"))) {
            return Stream.concat(Stream.of(PROJECT.resolve("README.md")), docs.sorted())
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(DocPage::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DocPage read(Path file) {
        try {
            return of(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    static DocPage of(Path file, List<String> lines) {
        List<Fence> fences = new ArrayList<>();
        List<String> prose = new ArrayList<>();
        List<String> block = new ArrayList<>();
        int opened = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(FENCE) && opened == 0) {
                opened = i + 1;
            } else if (line.startsWith(FENCE)) {
                String[] info = (lines.get(opened - 1).substring(FENCE.length()) + " ").split(" ", 2);
                fences.add(new Fence(file, opened, info[0], info[1].strip(), String.join("\n", block)));
                block.clear();
                opened = 0;
            } else {
                (opened == 0 ? prose : block).add(line);
            }
        }
        if (opened != 0) {
            throw new IllegalStateException(file + ":" + opened + ": the block does not end");
        }
        return new DocPage(file, List.copyOf(fences), List.copyOf(prose));
    }

    /** The anchors of its headings, as GitHub makes them. */
    Set<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        for (String line : prose) {
            if (line.matches("#{1,6} .*")) {
                String slug = slug(line.replaceFirst("#+ ", ""));
                int before = seen.merge(slug, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? slug : slug + "-" + before);
            }
        }
        return anchors;
    }

    private static String slug(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-');
    }

    /** The targets of its links. */
    List<String> links() {
        List<String> links = new ArrayList<>();
        for (String line : prose) {
            String text = line.replaceAll("`[^`]*`", "");
            Matcher link = LINK.matcher(text);
            while (link.find()) {
                links.add(link.group(1));
            }
            Matcher address = ADDRESS.matcher(text);
            while (address.find()) {
                links.add(address.group());
            }
        }
        return links;
    }
}
