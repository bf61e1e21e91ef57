package dev.gemmatune.cli.command;

import com.google.gson.JsonArray;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.doctor.Machine;
import dev.gemmatune.cli.doctor.MachineText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says what matters on this machine. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Says in one screen what matters on this machine: Java, processor, memory and limits of the"
                + " container, libtorch, CUDA, folders and whether they can be written, and whether there is a token for"
                + " the hub. Loads libtorch to prove that it computes. Exit code 1 if gemmatune cannot work here.",
        footerHeading = "%nExamples:%n",
        footer = {"  gemmatune doctor", "  gemmatune doctor --json"})
public final class DoctorCommand implements Callable<Integer> {

    private final Console console;

    /** A command that shows its results on {@code console}. */
    public DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Machine machine = Machine.ofProcess();
        List<String> problems = machine.problems();
        MachineText.lines(machine).forEach(console::result);
        MachineText.json(machine).forEach(console::answer);
        console.answer("folders", MachineText.folders(machine));
        JsonArray wrong = new JsonArray();
        problems.forEach(wrong::add);
        console.answer("wrong", wrong);
        problems.forEach(problem -> console.message("error: " + problem));
        return problems.isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
    }
}
