package io.farol.runtime.tenant;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a {@code @Transactional} method that puts one answer together from several queries: all of them see the database as it was at the first, so that a count and the list beside it agree.
 * For reading only: writing beside others would fail where they wrote, too. Such a method begins its transaction; called inside one that has no snapshot it fails.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OneSnapshot {}
