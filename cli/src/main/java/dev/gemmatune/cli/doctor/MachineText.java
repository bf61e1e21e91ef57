package dev.gemmatune.cli.doctor;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.cli.report.Answers;
import dev.gemmatune.model.encoder.Libtorch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A machine for people and for programs. */
public final class MachineText {

    private static final double GIGABYTE = 1e9;
    private static final int NAME_WIDTH = 17;

    private MachineText() {}

    /** A line for each thing that matters. */
    public static List<String> lines(Machine machine) {
        List<String> lines = new ArrayList<>();
        add(
                lines,
                "Java",
                String.format(
                        Locale.ROOT,
                        "%s (%s), heap up to %.1f GB, %s",
                        System.getProperty("java.version"),
                        System.getProperty("java.vendor"),
                        Runtime.getRuntime().maxMemory() / GIGABYTE,
                        System.getProperty("java.home")));
        Processor processor = machine.processor();
        add(
                lines,
                "processor",
                processor.name() + ": "
                        + (processor.instructions().isEmpty()
                                ? "the system does not name its instructions"
                                : String.join(", ", processor.instructions()))
                        + (processor.hasBfloat16() ? "; bfloat16 is faster than float32" : ""));
        add(
                lines,
                "cores",
                machine.cores()
                        + (machine.container().cores().isPresent()
                                ? String.format(
                                        Locale.ROOT,
                                        "; the container allows %.1f",
                                        machine.container().cores().getAsDouble())
                                : "; no limit by a container"));
        add(
                lines,
                "memory",
                gigabytes(machine.memoryBytes())
                        + (machine.container().memoryBytes().isPresent()
                                ? "; the container allows "
                                        + gigabytes(machine.container()
                                                .memoryBytes()
                                                .getAsLong())
                                : "; no limit by a container"));
        add(lines, "libtorch", libtorch(machine));
        addSurroundings(lines, machine);
        return lines;
    }

    private static void addSurroundings(List<String> lines, Machine machine) {
        Cuda cuda = machine.cuda();
        add(
                lines,
                "CUDA",
                (cuda.cards().isEmpty() ? "no card" : String.join("; ", cuda.cards()))
                        + (cuda.driver().isEmpty() ? "" : ", driver " + cuda.driver())
                        + cuda.missing().map(step -> "; " + step).orElse("; can be used"));
        for (Folder folder : machine.folders()) {
            add(
                    lines,
                    folder.use(),
                    folder.path() + ": " + (folder.writable() ? "writable" : "NOT WRITABLE") + ", "
                            + gigabytes(folder.freeBytes()) + " free (" + folder.variable() + ")");
        }
        add(
                lines,
                "hub token",
                machine.token()
                        .map(from -> "present, from " + from)
                        .orElse("none: models behind a licence cannot be downloaded (docs/hub.md)"));
    }

    private static String libtorch(Machine machine) {
        Libtorch libtorch = machine.libtorch();
        String flavor = libtorch.flavor().isEmpty() ? "" : ", " + libtorch.flavor();
        String from = switch (libtorch.source()) {
            case FOLDER -> ", " + libtorch.place() + " of " + Libtorch.PATH_VARIABLE;
            case CLASS_PATH -> ", " + libtorch.place();
            case DOWNLOAD -> ", downloaded to " + libtorch.place();
        };
        String outcome = machine.trial().failure().isPresent()
                ? ": DOES NOT LOAD"
                : String.format(
                        Locale.ROOT,
                        ": loads and computes, in %.1f s",
                        machine.trial().seconds());
        return libtorch.version() + flavor + from + outcome;
    }

    private static void add(List<String> lines, String name, String value) {
        lines.add(name + " ".repeat(Math.max(1, NAME_WIDTH - name.length())) + value);
    }

    private static String gigabytes(long bytes) {
        return bytes < 0 ? "an unknown amount" : String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
    }

    /** The members of the answer. */
    public static Map<String, JsonObject> json(Machine machine) {
        Map<String, JsonObject> answer = new TreeMap<>();
        JsonObject java = new JsonObject();
        java.addProperty("version", System.getProperty("java.version"));
        java.addProperty("heap_bytes", Runtime.getRuntime().maxMemory());
        answer.put("java", java);
        JsonObject processor = new JsonObject();
        processor.addProperty("name", machine.processor().name());
        JsonArray instructions = new JsonArray();
        machine.processor().instructions().forEach(instructions::add);
        processor.add("instructions", instructions);
        processor.addProperty("cores", machine.cores());
        machine.container().cores().ifPresent(limit -> processor.addProperty("cores_allowed", limit));
        answer.put("processor", processor);
        JsonObject memory = new JsonObject();
        memory.addProperty("bytes", machine.memoryBytes());
        machine.container().memoryBytes().ifPresent(limit -> memory.addProperty("bytes_allowed", limit));
        answer.put("memory", memory);
        JsonObject libtorch = new JsonObject();
        libtorch.addProperty("version", machine.libtorch().version());
        libtorch.addProperty("flavor", machine.libtorch().flavor());
        libtorch.addProperty("source", machine.libtorch().source().name().toLowerCase(Locale.ROOT));
        libtorch.addProperty("place", machine.libtorch().place());
        libtorch.addProperty("loads", machine.trial().failure().isEmpty());
        libtorch.addProperty("seconds", machine.trial().seconds());
        answer.put("libtorch", libtorch);
        JsonObject cuda = new JsonObject();
        JsonArray cards = new JsonArray();
        machine.cuda().cards().forEach(cards::add);
        cuda.add("cards", cards);
        cuda.addProperty("driver", machine.cuda().driver());
        cuda.addProperty("usable", machine.cuda().usable());
        machine.cuda().missing().ifPresent(step -> cuda.addProperty("missing", step));
        answer.put("cuda", cuda);
        JsonObject token = new JsonObject();
        token.addProperty("present", machine.token().isPresent());
        machine.token().ifPresent(from -> token.addProperty("from", from));
        answer.put("token", token);
        return answer;
    }

    /** The folders of the answer. */
    public static JsonArray folders(Machine machine) {
        return Answers.each(machine.folders(), folder -> {
            JsonObject object = new JsonObject();
            object.addProperty("use", folder.use());
            object.addProperty("path", folder.path().toString());
            object.addProperty("writable", folder.writable());
            object.addProperty("free_bytes", folder.freeBytes());
            return object;
        });
    }
}
