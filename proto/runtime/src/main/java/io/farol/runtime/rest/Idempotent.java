package io.farol.runtime.rest;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On POST methods that create: a request with an {@code Idempotency-Key} takes effect once. The method runs in one transaction together with the storing of its answer; the same request again within
 * 24 hours gets that answer, byte for byte, with {@code Idempotency-Replayed: true}. What was refused wrote nothing and is looked at anew.
 */
@InterceptorBinding
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {}
