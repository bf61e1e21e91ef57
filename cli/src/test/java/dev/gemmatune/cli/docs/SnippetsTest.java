package dev.gemmatune.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What README and docs tell their readers to type runs. A block says behind its fence what it is: {@code sh} and
 * {@code yaml} are run, {@code java} occurs in a program of the project, {@code json} is read, {@code text} is output.
 * What cannot run here says why: {@code sh no-run: needs Docker}.
 */
final class SnippetsTest {

    /** More snippets than these must not go without a test. */
    private static final int NOT_RUN = 30;

    private static final Set<String> KNOWN = Set.of("sh", "yaml", "java", "json", "text", "xml");

    @TempDir
    Path folder;

    private static List<DocPage.Fence> fences(String language) {
        return DocPage.all().stream()
                .flatMap(page -> page.fences().stream())
                .filter(fence -> fence.language().equals(language) && !fence.mustNotRun())
                .toList();
    }

    @Test
    void everyBlockSaysWhatItIs() {
        List<String> wrong = new ArrayList<>();
        List<String> notRun = new ArrayList<>();
        for (DocPage page : DocPage.all()) {
            for (DocPage.Fence fence : page.fences()) {
                if (fence.mustNotRun()) {
                    notRun.add(fence.place() + " " + fence.note());
                    if (!fence.note().matches("no-run: .{10,}")) {
                        wrong.add(fence.place() + ": no-run: needs a reason");
                    }
                } else if (!KNOWN.contains(fence.language()) || !(fence.note().isEmpty() || fence.isSlow())) {
                    wrong.add(fence.place() + ": \"" + (fence.language() + " " + fence.note()).strip()
                            + "\" is none of " + KNOWN + ", perhaps with \"no-run: reason\" or \"slow\"");
                }
            }
        }
        assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
        assertTrue(
                notRun.size() <= NOT_RUN, () -> notRun.size() + " snippets are not run:\n" + String.join("\n", notRun));
    }

    @Test
    void shellSnippetsRun() throws Exception {
        run(fence -> !fence.isSlow(), 10);
    }

    @Test
    @Tag("slow")
    void slowShellSnippetsRun() throws Exception {
        run(DocPage.Fence::isSlow, 10);
    }

    /** Pages one after the other, each in a working copy that the README's training was run in. */
    private void run(Predicate<DocPage.Fence> chosen, int minutes) throws Exception {
        WorkingCopy copy = WorkingCopy.in(folder);
        List<String> places = new ArrayList<>(List.of("the training before", "the same as another run"));
        List<List<String>> commands = new ArrayList<>();
        DocPage.Fence before = new DocPage.Fence(
                folder,
                0,
                "sh",
                "",
                "gemmatune train --config finance.yaml\n"
                        + "gemmatune train --config finance.yaml --set output.name=longer --set training.seed=7");
        commands.addAll(ShellCommands.of(before));
        for (DocPage.Fence fence : fences("sh").stream().filter(chosen).toList()) {
            for (List<String> command : ShellCommands.of(fence)) {
                commands.add(command);
                places.add(fence.place());
            }
        }
        assertTrue(commands.size() > 2, "no snippet was found");
        List<SnippetRunner.Outcome> outcomes = SnippetRunner.run(copy.folder(), commands, minutes);
        List<String> failed = new ArrayList<>();
        StringBuilder times = new StringBuilder();
        for (int i = 0; i < outcomes.size(); i++) {
            String command = places.get(i) + ": gemmatune " + String.join(" ", commands.get(i));
            times.append(
                    String.format(Locale.ROOT, "%6.1f s  %s%n", outcomes.get(i).seconds(), command));
            if (outcomes.get(i).exitCode() != 0) {
                failed.add(command + "\n  exit code " + outcomes.get(i).exitCode() + ": "
                        + outcomes.get(i).output().strip());
            }
        }
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("snippets.txt"), times);
        assertEquals(0, failed.size(), () -> String.join("\n", failed));
    }

    @Test
    void yamlSnippetsAreValid() throws Exception {
        WorkingCopy copy = WorkingCopy.in(folder);
        List<DocPage.Fence> fences = fences("yaml");
        List<List<String>> commands = new ArrayList<>();
        for (DocPage.Fence fence : fences) {
            Path file = folder.resolve("snippet-" + commands.size() + ".yaml");
            if (fence.text().startsWith("name:")) {
                commands.add(List.of("eval", "--model", "checkpoints/mini", "--data", "my-task", "--dims", "48"));
                continue;
            }
            Files.writeString(file, YamlSnippet.completed(fence.text()));
            commands.add(List.of("validate", "--config", file.toString()));
        }
        assertTrue(commands.size() >= 3, "only " + commands.size() + " snippets were found");
        List<SnippetRunner.Outcome> outcomes = SnippetRunner.run(copy.folder(), commands, 3);
        for (int i = 0; i < outcomes.size(); i++) {
            assertEquals(
                    0,
                    outcomes.get(i).exitCode(),
                    fences.get(i).place() + ": " + outcomes.get(i).output());
        }
    }

    @Test
    void jsonSnippetsAreJson() {
        for (DocPage.Fence fence : fences("json")) {
            boolean lines = fence.text().lines().allMatch(line -> line.startsWith("{") && line.endsWith("}"));
            Stream<String> values = lines ? fence.text().lines() : Stream.of(fence.text());
            values.forEach(value -> assertTrue(JsonParser.parseString(value).isJsonObject(), fence.place()));
        }
    }

    @Test
    void javaSnippetsOccurInAProgramOfTheProject() throws IOException {
        List<String> programs = new ArrayList<>();
        for (String root :
                List.of("examples", "consumers", "langchain4j", "spring-ai", "cli/src/test", "model/src/test")) {
            Path start = DocPage.PROJECT.resolve(root);
            if (Files.isDirectory(start)) {
                try (Stream<Path> files = Files.walk(start)) {
                    for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                            .toList()) {
                        programs.add(plain(Files.readString(file)));
                    }
                }
            }
        }
        List<String> missing = fences("java").stream()
                .filter(fence -> programs.stream().noneMatch(program -> program.contains(plain(fence.text()))))
                .map(DocPage.Fence::place)
                .toList();
        assertEquals(List.of(), missing, "these snippets are in no program");
    }

    /** Without the differences that the depth of a block makes. */
    private static String plain(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("import "))
                .map(String::strip)
                .collect(Collectors.joining(" "))
                .strip();
    }

    @Test
    void wordsAreSplitAsByAShell() {
        assertEquals(
                List.of("a", "b c", "", "d'e", "x=[1, 2]"),
                ShellCommands.words("a 'b c' ''  \"d'e\" x='[1, 2]' # comment"));
    }
}
