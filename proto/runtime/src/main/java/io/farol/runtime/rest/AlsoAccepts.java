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
}
