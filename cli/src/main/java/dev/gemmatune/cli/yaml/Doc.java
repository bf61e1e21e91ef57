package dev.gemmatune.cli.yaml;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a key means, for {@link Reference} and for the message when it is missing. A record type has one for its section.
 * No text has a full stop at its end.
 */
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Doc.Several.class)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Doc {
    /** Empty for the component itself; a key below it where its record belongs to another module: {@code layers}. */
    String key() default "";

    /** Meaning, in one line. */
    String value();

    /** What a number counts: {@code tokens}, {@code share}, {@code factor}. */
    String unit() default "";

    /** The values that the record takes, where its type does not say it: {@code >= 0 and < 1}. */
    String allowed() default "";

    /** The reason to change it, to go on after "Change it": {@code to save memory}. For a choice: when to take it. */
    String change() default "";

    /** Several at one component. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    @interface Several {
        /** All of them. */
        Doc[] value();
    }
}
