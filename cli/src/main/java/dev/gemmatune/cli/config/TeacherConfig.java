package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Doc;
import java.nio.file.Path;

/**
 * Stored vectors of a teacher.
 *
 * @param vectors the matrix
 * @param texts the texts, in the same order
 */
public record TeacherConfig(
        @Doc("the teacher's vectors: .npy, float32, as gemmatune embed writes it")
        Path vectors,

        @Doc("the texts of the vectors, in the same order: the file that gemmatune embed was given")
        Path texts) {}
