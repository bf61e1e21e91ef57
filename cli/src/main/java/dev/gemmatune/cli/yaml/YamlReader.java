package dev.gemmatune.cli.yaml;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads YAML 1.2 into {@link YamlNode}s. */
public final class YamlReader {

    private static final int MAX_DEPTH = 50;

    private final String source;
    private final Problems problems;
    private final boolean hasLines;

    private YamlReader(String source, Problems problems, boolean hasLines) {
        this.source = source;
        this.problems = problems;
        this.hasLines = hasLines;
    }

    /**
     * Reads a file whose root is a section. Broken YAML and keys that are given twice are added to {@code problems}.
     *
     * @return the section, empty if the file is
     * @throws UserError if there is no such file or it is not text
     */
    public static YamlNode.Mapping readFile(Path file, Problems problems) {
        return readSection(text(file), file.toString(), problems);
    }

    /** Reads a text whose root is a section; {@code source} stands for the file. */
    public static YamlNode.Mapping readSection(String text, String source, Problems problems) {
        Place start = new Place(source, 1);
        YamlNode.Mapping nothing = new YamlNode.Mapping(start, Map.of());
        YamlNode root = new YamlReader(source, problems, true).read(text).orElse(nothing);
        if (root instanceof YamlNode.Mapping mapping) {
            return mapping;
        }
        if (!root.isNothing()) {
            problems.add(start, "sections such as \"model:\" are expected, found " + root.describe());
        }
        return nothing;
    }

    /** Reads one value that has no lines, such as that of an option. */
    public static Optional<YamlNode> readValue(String text, String source, Problems problems) {
        return new YamlReader(source, problems, false).read(text);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new UserError(file + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new UserError(file + " is not UTF-8 text; save it as UTF-8", e);
        } catch (IOException e) {
            throw new UserError(
                    Files.isDirectory(file)
                            ? file + " is a folder; a YAML file is expected"
                            : "cannot read " + file + ": " + e.getMessage(),
                    e);
        }
    }

    private Optional<YamlNode> read(String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(source).build();
        try {
            return new Compose(settings).composeString(text).map(node -> convert(node, 0));
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark().map(this::place).orElse(new Place(source, hasLines ? 1 : 0));
            problems.add(place, "the YAML is broken: " + explain(e));
        } catch (StackOverflowError e) {
            // The parser knows no limit of its own and calls itself for each level.
            problems.add(new Place(source, hasLines ? 1 : 0), tooDeep());
        } catch (YamlEngineException e) {
            problems.add(new Place(source, hasLines ? 1 : 0), "the YAML is broken: " + e.getMessage());
        }
        return Optional.empty();
    }

    private String explain(MarkedYamlEngineException failure) {
        String problem = String.valueOf(failure.getProblem());
        if (problem.contains("TAB")) {
            return "a tab is used for indentation; use spaces";
        }
        String context = failure.getContext() == null ? "" : failure.getContext() + ", ";
        String since = failure.getContextMark()
                .filter(mark -> hasLines)
                .map(mark -> " (begun in line " + (mark.getLine() + 1) + ")")
                .orElse("");
        return context + problem + since;
    }

    private static String tooDeep() {
        return "the YAML is nested deeper than " + MAX_DEPTH + " levels, or contains itself; write it flatter";
    }

    private YamlNode convert(Node node, int depth) {
        Place place = node.getStartMark().map(this::place).orElse(new Place(source, 0));
        if (depth > MAX_DEPTH) {
            problems.add(place, tooDeep());
            return new YamlNode.Scalar(place, "", false);
        }
        if (node instanceof ScalarNode scalar) {
            return new YamlNode.Scalar(place, scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN);
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlNode> elements = new ArrayList<>();
            sequence.getValue().forEach(element -> elements.add(convert(element, depth + 1)));
            return new YamlNode.Sequence(place, elements);
        }
        return mapping((MappingNode) node, place, depth);
    }

    private YamlNode.Mapping mapping(MappingNode node, Place place, int depth) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Place keyPlace = tuple.getKeyNode().getStartMark().map(this::place).orElse(place);
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                YamlNode.Entry entry = new YamlNode.Entry(keyPlace, convert(tuple.getValueNode(), depth + 1));
                YamlNode.Entry earlier = entries.putIfAbsent(key.getValue(), entry);
                if (earlier != null) {
                    problems.add(
                            keyPlace,
                            "the key " + key.getValue() + " was already given in " + earlier.place()
                                    + "; remove one of the two");
                }
            } else {
                problems.add(keyPlace, "a key must be a text");
            }
        }
        return new YamlNode.Mapping(place, entries);
    }

    private Place place(Mark mark) {
        return new Place(source, hasLines ? mark.getLine() + 1 : 0);
    }
}
