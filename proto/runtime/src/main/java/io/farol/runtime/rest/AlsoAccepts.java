package io.farol.runtime.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a method that reads query parameters which its signature does not show; all others are refused. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AlsoAccepts {
    /** Names; one that ends in {@code *} stands for all that begin so, such as {@code map.*}. */
    String[] value();

    /**
     * Records whose components are parameters of the document, in the place of {@link #value()}: for a method that checks its parameters itself, more closely than by their names. A component's type is
     * the parameter's, its {@code @Schema(description)} says what it means, its {@code @JsonProperty} how it is called when that is no name in Java.
     */
    Class<? extends Record>[] described() default {};
}
