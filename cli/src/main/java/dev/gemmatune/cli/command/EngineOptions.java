package dev.gemmatune.cli.command;

import ai.djl.Device;
import dev.gemmatune.cli.doctor.Cuda;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.encoder.Libtorch;
import dev.gemmatune.model.encoder.TorchEngine;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** On what to compute. */
public final class EngineOptions {

    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description =
                    "cpu, cuda, cuda:1, or auto: CUDA where there is one; train takes several: cuda:0,cuda:1 (default:"
                            + " ${DEFAULT-VALUE})")
    private String device;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "threads to compute with; 0: as many as there are cores (default: ${DEFAULT-VALUE})")
    private int threads;

    /** How many threads to use. */
    public int threads() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }

    /**
     * Sets the number of threads and gives the device. To be called before the engine is used otherwise.
     *
     * @throws UserError if there is no such device
     */
    public Device start() {
        List<Device> devices = startAll();
        if (devices.size() > 1) {
            throw usage("--device must be one device here, got \"" + device + "\"");
        }
        return devices.get(0);
    }

    /** The same for what can use several devices. */
    public List<Device> startAll() {
        if (threads < 0) {
            throw usage("--threads must be >= 0, got " + threads);
        }
        List<String> names = List.of(device.split(",", -1));
        names.forEach(this::checkUsage);
        boolean repeated = names.stream().distinct().count() < names.size();
        boolean mixed = names.size() > 1 && !names.stream().allMatch(this::isCuda);
        if (repeated || mixed) {
            throw usage("--device must name different CUDA devices where it names several, got \"" + device + "\"");
        }
        if (threads > 0) {
            System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        }
        return names.stream().map(this::open).toList();
    }

    private Device open(String name) {
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        int found = TorchEngine.get().getGpuCount();
        if (name.equals("auto")) {
            return found > 0 ? Device.gpu(0) : Device.cpu();
        }
        Matcher cuda = CUDA.matcher(name);
        int index = cuda.matches() && cuda.group(1) != null ? Integer.parseInt(cuda.group(1)) : 0;
        if (index >= found) {
            throw new UserError("--device " + name + ": this machine has " + found
                    + " CUDA devices that the engine can use; "
                    + Cuda.ofProcess(Libtorch.ofProcess(), found).missing().orElse("the first is cuda:0")
                    + " (docs/gpu.md; gemmatune doctor says what this machine has)");
        }
        return Device.gpu(index);
    }

    private boolean isCuda(String name) {
        return CUDA.matcher(name).matches();
    }

    private void checkUsage(String name) {
        if (!name.equals("cpu") && !name.equals("auto") && !isCuda(name)) {
            throw usage("--device must be cpu, cuda, cuda:N or auto, got \"" + device + "\"");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
