package dev.gemmatune.cli.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The commands of gemmatune in a shell snippet. */
final class ShellCommands {

    /** A training in the documentation takes minutes; two steps, measured once, show that it runs. */
    private static final List<String> SHORT = List.of(
            "training.max_steps=2",
            "training.batch_size=8",
            "training.evaluate_every=never",
            "training.early_stopping={}",
            "training.average_last=0",
            "export.formats=[]",
            "output.overwrite=true");

    private ShellCommands() {}

    /** The arguments of each command, shortened where it trains. */
    static List<List<String>> of(DocPage.Fence fence) {
        List<List<String>> commands = new ArrayList<>();
        for (String line : fence.text().replace("\\\n", " ").split("\n", -1)) {
            List<String> words = words(line);
            if (words.isEmpty()) {
                continue;
            }
            if (!words.get(0).matches("(\\./)?gemmatune")) {
                throw new IllegalArgumentException(fence.place() + ": \"" + line.strip()
                        + "\" is no command of gemmatune; mark the block with no-run: and the reason");
            }
            List<String> arguments = words.subList(1, words.size());
            commands.add(
                    arguments.get(0).equals("train") && arguments.contains("--config")
                            ? shortened(arguments)
                            : arguments);
        }
        return commands;
    }

    private static List<String> shortened(List<String> arguments) {
        return Stream.concat(arguments.stream(), SHORT.stream().flatMap(assignment -> Stream.of("--set", assignment)))
                .toList();
    }

    /** Words as a shell splits them, up to a comment. */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char letter = line.charAt(i);
            if (quote != 0 && letter == quote) {
                quote = 0;
            } else if (quote != 0) {
                word.append(letter);
            } else if (letter == '#' && !inWord) {
                break;
            } else if (letter == '\'' || letter == '"') {
                quote = letter;
                inWord = true;
            } else if (Character.isWhitespace(letter)) {
                if (inWord) {
                    words.add(word.toString());
                }
                word.setLength(0);
                inWord = false;
            } else {
                word.append(letter);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
