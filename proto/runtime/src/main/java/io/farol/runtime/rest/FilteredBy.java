package io.farol.runtime.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a method that does something with all rows that a list's filters choose ({@link Lists#selection}): the class whose static field {@code LISTING} declares the list. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface FilteredBy {
    /** Has a field {@code static final Listing<…> LISTING}. */
    Class<?> value();
}
