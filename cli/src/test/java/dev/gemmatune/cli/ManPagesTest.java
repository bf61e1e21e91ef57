package dev.gemmatune.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.console.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes the man pages in AsciiDoc, from which the profile {@code man} makes what {@code man} reads. */
final class ManPagesTest {

    private static final Path PAGES = Path.of("target/man-asciidoc");

    @Test
    void everyCommandHasAPageWithItsOptionsAndItsExample() throws IOException {
        Files.createDirectories(PAGES);
        StringWriter messages = new StringWriter();
        Console console = new Console(new PrintWriter(messages), new PrintWriter(messages), false, System::nanoTime);
        // A synopsis that is wrapped here would be wrapped within markup.
        CommandLine commands = Gemmatune.commands(console).setUsageHelpWidth(1000);
        int code = ManPageGenerator.generateManPage(
                PAGES.toFile(), null, new boolean[0], false, commands.getCommandSpec());
        assertEquals(0, code);
        for (CommandLine command : commands.getSubcommands().values()) {
            String name = command.getCommandName();
            String page = Files.readString(PAGES.resolve("gemmatune-" + name + ".adoc"));
            assertTrue(page.matches("(?s).*\\R== +Examples?:\\R.*gemmatune " + name + " .*"), page);
            command.getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .forEach(option -> assertTrue(page.contains(option.longestName()), name + option.longestName()));
        }
    }
}
