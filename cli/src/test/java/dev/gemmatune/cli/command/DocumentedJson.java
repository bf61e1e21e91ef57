package dev.gemmatune.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.internal.Streams;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tables of docs/commands.md, and answers held against them. */
final class DocumentedJson {

    private static final Path PAGE = Path.of("../docs/commands.md");
    private static final Pattern NAME = Pattern.compile("`([a-z][a-z0-9_]*)`");
    private static final Pattern ROW = Pattern.compile("\\| (`.*?|any that fails) \\| (.*?) \\|(.*)\\|");

    /** What an object has. */
    private record Members(Set<String> always, Set<String> sometimes) {}

    private final Map<String, Members> answers = new LinkedHashMap<>();
    private final Map<String, Members> elements = new LinkedHashMap<>();
    private final Map<Members, Set<String>> seen = new HashMap<>();

    DocumentedJson() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        int first = lines.indexOf("| command | members | where there are any |");
        int second = lines.indexOf("| in | members | where there are any |");
        assertTrue(first > 0 && second > first, PAGE + " has lost its tables");
        read(lines.subList(first + 2, second), answers);
        read(lines.subList(second + 2, lines.size()), elements);
    }

    private static void read(List<String> lines, Map<String, Members> into) {
        for (String line : lines) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Members members = new Members(names(row.group(2)), names(row.group(3)));
                String key = row.group(1);
                for (String name :
                        key.contains("` of `") || key.contains("Ctrl-C") ? List.of(key) : List.of(key.split(", "))) {
                    into.put(
                            name.replaceFirst("(in them|by dimension.*)$", "")
                                    .replace("`", "")
                                    .strip(),
                            members);
                }
            } else if (line.startsWith("#")) {
                return;
            }
        }
    }

    /** Names in the order of the page; what stands behind a colon or in brackets explains one. */
    private static Set<String> names(String cell) {
        String plain = cell.replaceAll("\\(.*?\\)", "").replaceAll(": [^`,]*", "");
        return NAME.matcher(plain)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Commands of the first table. */
    Set<String> commands() {
        return answers.keySet();
    }

    /** Members of the tables that no answer had. */
    Set<String> unseen() {
        Set<String> unseen = new LinkedHashSet<>();
        Map<String, Members> all = new LinkedHashMap<>(answers);
        all.putAll(elements);
        all.forEach((name, members) -> {
            Set<String> left = new LinkedHashSet<>(members.always());
            left.addAll(members.sometimes());
            left.removeAll(seen.getOrDefault(members, Set.of()));
            left.forEach(member -> unseen.add(name + ": " + member));
        });
        return unseen;
    }

    /** Reads what a command wrote to stdout: one object, nothing before it and nothing behind. */
    static JsonObject only(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonObject object = Streams.parse(reader).getAsJsonObject();
            assertEquals(JsonToken.END_DOCUMENT, reader.peek(), text);
            return object;
        } catch (IOException | JsonParseException e) {
            throw new AssertionError("not one JSON object: " + text, e);
        }
    }

    /** Holds an answer against the tables. */
    JsonObject check(String command, String text) {
        JsonObject object = only(text);
        assertTrue(object.remove("exit_code").getAsJsonPrimitive().isNumber());
        String key = object.has("error") ? "any that fails" : command;
        assertTrue(answers.containsKey(key), () -> PAGE + " has no row for " + key);
        check(key, answers.get(key), object);
        return object;
    }

    private void check(String place, Members expected, JsonObject found) {
        Set<String> missing = new LinkedHashSet<>(expected.always());
        missing.removeAll(found.keySet());
        Set<String> unknown = new LinkedHashSet<>(found.keySet());
        unknown.removeAll(expected.always());
        unknown.removeAll(expected.sometimes());
        assertEquals(Set.of(), missing, place + " lacks what " + PAGE + " promises");
        assertEquals(Set.of(), unknown, place + " has what " + PAGE + " does not say");
        seen.computeIfAbsent(expected, any -> new LinkedHashSet<>()).addAll(found.keySet());
        String command = place.replaceFirst("[./].*", "");
        found.entrySet().forEach(member -> {
            Members own = elements.getOrDefault(member.getKey() + " of " + command, elements.get(member.getKey()));
            String name = place + "." + member.getKey();
            if (own != null && member.getKey().equals("differences")) {
                member.getValue().getAsJsonObject().asMap().values().stream()
                        .flatMap(metrics -> metrics.getAsJsonObject().asMap().values().stream())
                        .forEach(difference -> check(name, own, difference.getAsJsonObject()));
            } else if (own != null) {
                elements(member.getValue()).forEach(element -> check(name, own, element));
            }
        });
    }

    /** Objects, of which {@code models} are none in some answers. */
    private static List<JsonObject> elements(JsonElement value) {
        List<JsonElement> all = value.isJsonArray() ? value.getAsJsonArray().asList() : List.of(value);
        return all.stream()
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }
}
