package dev.gemmatune.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.checkpoint.WeightPattern;
import dev.gemmatune.train.optimizer.ParameterGroup;
import dev.gemmatune.train.optimizer.ScheduleShape;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class OptimizerSettingsTest {

    private static OptimizerSettings withGroup(double rate, OptionalDouble ofGroup) {
        ParameterGroup group = new ParameterGroup(new WeightPattern("embeddings"), ofGroup, OptionalDouble.empty());
        return new OptimizerSettings(rate, ScheduleShape.LINEAR, 0.1, 0, 1, List.of(group));
    }

    @Test
    void aRateOfAGroupIsAShareOfTheRateOfAll() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> withGroup(0, OptionalDouble.of(1e-5)));
        assertTrue(error.getMessage().contains("learningRate must be > 0"), error.getMessage());
        assertEquals(0, withGroup(0, OptionalDouble.empty()).learningRate());
    }
}
