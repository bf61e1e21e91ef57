package dev.gemmatune.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a container allows: the smallest limit of the control groups that this process is in, version 1 or 2.
 *
 * @param memoryBytes empty where it is not limited
 * @param cores empty where they are not limited
 */
record Container(OptionalLong memoryBytes, OptionalDouble cores) {

    /** Version 1 writes a number near 2^63 where there is no limit. */
    private static final long UNLIMITED = 1L << 60;

    /** The limits of this process; none where the system has no control groups. */
    static Container ofProcess() {
        return of(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"));
    }

    static Container of(Path membership, Path root) {
        List<Long> memory = new ArrayList<>();
        List<Double> cores = new ArrayList<>();
        for (String line : lines(membership)) {
            String[] parts = line.split(":", 3);
            if (parts.length < 3) {
                continue;
            }
            List<String> controllers = List.of(parts[1].split(",", -1));
            if (parts[1].isEmpty()) {
                groups(root, parts[2]).forEach(group -> readTwo(group, memory, cores));
            }
            if (controllers.contains("memory")) {
                groups(root.resolve("memory"), parts[2])
                        .forEach(group -> addLimit(memory, first(group.resolve("memory.limit_in_bytes"))));
            }
            if (controllers.contains("cpu")) {
                for (String mounted : List.of(parts[1], "cpu")) {
                    groups(root.resolve(mounted), parts[2]).forEach(group -> readOne(group, cores));
                }
            }
        }
        return new Container(
                memory.stream().mapToLong(Long::longValue).min(),
                cores.stream().mapToDouble(Double::doubleValue).min());
    }

    /** The group and all around it; inside of a container only the root may be seen. */
    private static List<Path> groups(Path root, String path) {
        List<Path> groups = new ArrayList<>();
        Path group = root.resolve(path.replaceFirst("^/+", "")).normalize();
        while (group != null && group.startsWith(root)) {
            groups.add(group);
            group = group.getParent();
        }
        return groups;
    }

    private static void readTwo(Path group, List<Long> memory, List<Double> cores) {
        addLimit(memory, first(group.resolve("memory.max")));
        String[] quota = first(group.resolve("cpu.max")).split(" ", -1);
        if (quota.length == 2) {
            addCores(cores, quota[0], quota[1]);
        }
    }

    private static void readOne(Path group, List<Double> cores) {
        addCores(cores, first(group.resolve("cpu.cfs_quota_us")), first(group.resolve("cpu.cfs_period_us")));
    }

    private static void addLimit(List<Long> limits, String text) {
        if (text.matches("\\d{1,18}") && Long.parseLong(text) < UNLIMITED) {
            limits.add(Long.parseLong(text));
        }
    }

    private static void addCores(List<Double> cores, String quota, String period) {
        if (quota.matches("[1-9]\\d{0,15}") && period.matches("[1-9]\\d{0,15}")) {
            cores.add(Double.parseDouble(quota) / Double.parseDouble(period));
        }
    }

    private static String first(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? "" : lines.get(0).strip();
    }

    static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of(); // a file of the kernel that cannot be read says nothing
        }
    }
}
