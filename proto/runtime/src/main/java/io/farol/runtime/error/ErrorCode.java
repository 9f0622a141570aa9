package io.farol.runtime.error;

/**
 * A problem code: the contract of an error. Implemented by one enum per feature, whose constants are named in UPPER_SNAKE.
 *
 * <p>Its texts stand in {@code messages_en.properties} and {@code messages_pt_BR.properties} under its name; a code without a text fails the build.
 */
public interface ErrorCode {

    /** The code as clients see it, such as {@code ACCOUNT_ALREADY_FROZEN}. */
    String name();

    /** The sort of refusal; decides the status. */
    Kind kind();
}
