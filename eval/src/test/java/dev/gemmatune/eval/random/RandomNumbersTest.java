package dev.gemmatune.eval.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.eval.metrics.MtebVectors;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomNumbersTest {

    private static final JsonObject VECTORS = MtebVectors.group("rng");

    @Test
    void randomStateGivesNumpysBits() {
        RandomState random = new RandomState(42);
        for (JsonElement expected : VECTORS.getAsJsonArray("RandomState42_uint32_first5")) {
            assertEquals(expected.getAsLong(), Integer.toUnsignedLong(random.nextBits()));
        }
    }

    @Test
    void randomStateShufflesAListAgainAndAgainWithTheSameSeed() {
        int[] list = IntStream.range(0, 20).toArray();
        for (JsonElement expected : VECTORS.getAsJsonArray("RandomState42_shuffle_list_n20_repeated_reseeded")) {
            new RandomState(42).shuffle(list);
            assertArrayEquals(ints(expected), list);
        }
    }

    @Test
    void randomStateDrawsAsNumpy124Does() {
        RandomState random = new RandomState(42);
        assertArrayEquals(new int[] {102, 435, 860, 270, 106}, random.integers(1000, 5));
        double[] weights = new double[81];
        Arrays.fill(weights, (float) (1.0 / 81));
        assertArrayEquals(new int[] {63, 48, 36, 8, 37, 27}, random.choice(weights, 6));
        assertArrayEquals(new int[] {0, 8, 6, 3, 1, 4, 5, 2, 9, 7}, random.permutation(10));
    }

    @Test
    void pythonRandomGivesPythonsNumbers() {
        PythonRandom random = new PythonRandom(42);
        for (JsonElement expected : VECTORS.getAsJsonArray("Random42_random_first5")) {
            assertEquals(expected.getAsDouble(), random.random());
        }
    }

    @Test
    void pythonRandomSamplesAndChoosesAsPython() {
        assertArrayEquals(expected("Random42_sample_range100_k10"), new PythonRandom(42).sample(100, 10));
        assertArrayEquals(expected("Random42_sample_range5000_k10"), new PythonRandom(42).sample(5000, 10));
        assertArrayEquals(expected("Random42_choices_range48_k10"), new PythonRandom(42).choices(48, 10));
    }

    @Test
    void pythonRandomGoesOnWhereItStopped() {
        PythonRandom random = new PythonRandom(42);
        JsonElement both = VECTORS.get("Random42_sample100k10_then_choices48k10");
        assertArrayEquals(ints(both.getAsJsonArray().get(0)), random.sample(100, 10));
        assertArrayEquals(ints(both.getAsJsonArray().get(1)), random.choices(48, 10));
    }

    @Test
    void moreThanThereAreCannotBeSampled() {
        PythonRandom random = new PythonRandom(42);
        assertThrows(IllegalArgumentException.class, () -> random.sample(3, 4));
    }

    @Test
    void generatorGivesNumpysBits() {
        NumpyGenerator generator = new NumpyGenerator(42);
        for (JsonElement expected : VECTORS.getAsJsonArray("default_rng42_uint64_first5")) {
            assertEquals(expected.getAsString(), Long.toUnsignedString(generator.nextLong()));
        }
    }

    @Test
    void generatorShufflesFreshListsOneAfterAnother() {
        NumpyGenerator generator = new NumpyGenerator(42);
        for (JsonElement expected : VECTORS.getAsJsonArray("default_rng42_shuffle_list_n20_one_generator")) {
            int[] list = IntStream.range(0, 20).toArray();
            generator.shuffle(list);
            assertArrayEquals(ints(expected), list);
        }
    }

    private static int[] expected(String name) {
        return ints(VECTORS.get(name));
    }

    private static int[] ints(JsonElement array) {
        return array.getAsJsonArray().asList().stream()
                .mapToInt(JsonElement::getAsInt)
                .toArray();
    }
}
