package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Doc;
import java.nio.file.Path;

/**
 * Stored vectors of a teacher.
 *
 * @param vectors the matrix
 * @param texts the texts, in the same order
 */
@Doc("stored vectors of a teacher")
public record TeacherConfig(
        @Doc(
                value = "the teacher's vectors: .npy, float32, as gemmatune embed writes it",
                change = "to the teacher's vectors")
        Path vectors,

        @Doc(
                value = "the texts of the vectors, in the same order: the file that gemmatune embed was given",
                change = "to the file that the vectors were made from")
        Path texts) {}
