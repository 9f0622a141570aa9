package io.farol.runtime.tenant;

import java.util.regex.Pattern;

/**
 * Key of a tenant, as in the token's claim {@code tenant}: 2 to 40 lower-case letters, digits and hyphens, starting with a letter.
 *
 * @param value such as {@code aurora}
 */
public record TenantId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{1,39}");

    public TenantId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not a tenant key");
        }
    }

    /** Whether a text could be a tenant's key. */
    public static boolean isWellFormed(String text) {
        return SHAPE.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
