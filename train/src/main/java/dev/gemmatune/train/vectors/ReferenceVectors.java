package dev.gemmatune.train.vectors;

import java.util.Optional;

/**
 * The constant vectors that a training's objective asks for.
 *
 * @param guide of the guide model, with the training's prompts; unit vectors
 * @param teacher of the teacher
 */
public record ReferenceVectors(Optional<TextVectors> guide, Optional<TextVectors> teacher) {

    /** For objectives that need none. */
    public static final ReferenceVectors NONE = new ReferenceVectors(Optional.empty(), Optional.empty());
}
