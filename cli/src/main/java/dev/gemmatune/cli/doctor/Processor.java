package dev.gemmatune.cli.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The processor and those of its instructions that decide how fast products are.
 *
 * @param name as the system has it
 * @param instructions by the names that people use; empty where the system does not say
 */
record Processor(String name, List<String> instructions) {

    private static final Map<String, String> NAMES = names();

    /** Those with which bfloat16 products are faster than float32. */
    private static final Set<String> BFLOAT16 = Set.of("AVX-512 bf16", "AMX bf16", "bf16");

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("avx2", "AVX2");
        names.put("avx512f", "AVX-512");
        names.put("avx512_vnni", "AVX-512 VNNI");
        names.put("avx512_bf16", "AVX-512 bf16");
        names.put("amx_bf16", "AMX bf16");
        names.put("amx_int8", "AMX int8");
        names.put("asimd", "NEON");
        names.put("sve", "SVE");
        names.put("bf16", "bf16");
        names.put("i8mm", "i8mm");
        return names;
    }

    /** Reads the lines of {@code /proc/cpuinfo}; {@code architecture} is all that other systems say. */
    static Processor of(List<String> information, String architecture) {
        String name = architecture;
        Set<String> flags = Set.of();
        for (String line : information) {
            String[] parts = line.split(":", 2);
            String key = parts[0].strip();
            if (parts.length == 2 && key.equals("model name")) {
                name = parts[1].strip();
            } else if (parts.length == 2 && (key.equals("flags") || key.equals("Features"))) {
                flags = Arrays.stream(parts[1].strip().split(" ", -1)).collect(Collectors.toSet());
            }
        }
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, String> each : NAMES.entrySet()) {
            if (flags.contains(each.getKey())) {
                found.add(each.getValue());
            }
        }
        return new Processor(name, found);
    }

    /** Whether bfloat16 is faster than float32. */
    boolean hasBfloat16() {
        return instructions.stream().anyMatch(BFLOAT16::contains);
    }
}
