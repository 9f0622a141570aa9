package io.farol.runtime.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a list's GET method: the class whose static field {@code LISTING} declares the list. Its parameters are checked and documented from there. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ListedBy {
    /** Has a field {@code static final Listing<…> LISTING}. */
    Class<?> value();
}
