package dev.gemmatune.eval.tasks;

import dev.gemmatune.eval.random.NumpyGenerator;
import dev.gemmatune.eval.random.PythonRandom;

/** The random numbers of one of mteb's task objects, which go on from one split and subset to the next. */
record TaskRandom(PythonRandom python, NumpyGenerator numpy) {

    private static final int SEED = 42;

    TaskRandom() {
        this(new PythonRandom(SEED), new NumpyGenerator(SEED));
    }
}
