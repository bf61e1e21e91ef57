package dev.gemmatune.cli.yaml;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a record component means, for the reference page and for the message when it is missing. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Doc {
    /** Meaning, unit, and when to change it; one line, without a full stop at the end. */
    String value();
}
