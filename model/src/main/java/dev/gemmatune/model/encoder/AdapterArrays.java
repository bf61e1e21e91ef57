package dev.gemmatune.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.gemmatune.model.adapter.Adapter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of an adapter as arrays that are trained: A {@code (rank, inputs)} and B {@code (outputs, rank)}. */
final class AdapterArrays {

    private static final String DOWN = ".lora_A.weight";
    private static final String UP = ".lora_B.weight";

    private final Adapter start;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    /** Copies the values of {@code start} into arrays of {@code manager}. */
    AdapterArrays(Adapter start, NDManager manager) {
        this.start = start;
        int rank = start.lora().rank();
        for (String module : start.modules()) {
            float[] down = start.down(module);
            float[] up = start.up(module);
            arrays.put(module + DOWN, manager.create(down, new Shape(rank, down.length / rank)));
            arrays.put(module + UP, manager.create(up, new Shape(up.length / rank, rank)));
        }
    }

    /** The adapter with its start values. */
    Adapter start() {
        return start;
    }

    /** A and B of each layer in turn, by the names of their parameters. */
    Map<String, NDArray> arrays() {
        return arrays;
    }

    /** For each of the given linear layers the place of its A in a list that has {@code before} arrays before; else 0. */
    long[] places(List<String> modules, int before) {
        return modules.stream()
                .mapToLong(module -> {
                    int index = start.modules().indexOf(module);
                    return index < 0 ? 0 : before + 2L * index;
                })
                .toArray();
    }

    /** The present values. */
    Adapter read() {
        Map<String, float[]> down = new HashMap<>();
        Map<String, float[]> up = new HashMap<>();
        for (String module : start.modules()) {
            down.put(module, arrays.get(module + DOWN).toFloatArray());
            up.put(module, arrays.get(module + UP).toFloatArray());
        }
        return start.with(down, up);
    }
}
