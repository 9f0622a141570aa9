package io.farol.metrics.catalogue;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A metric's value with what it was made of, exact or to many digits; rounded only when shown.
 *
 * @param value null when it cannot be said; a flag says why
 * @param denominator null when the metric has none
 * @param n accounts (contracts) behind it
 * @param excluded accounts that belong to the group and are left out
 * @param also further figures by name, such as {@code exIndexation}
 */
record Figure(
        @Nullable BigDecimal value,
        BigDecimal numerator,
        @Nullable BigDecimal denominator,
        long n,
        long excluded,
        List<String> flags,
        Map<String, Also> also) {

    /** A further figure and what it is in. */
    record Also(@Nullable BigDecimal value, Unit unit) {}

    /** The same with one more figure. */
    Figure with(String name, @Nullable BigDecimal further, Unit unit) {
        Map<String, Also> more = new LinkedHashMap<>(also);
        more.put(name, new Also(further, unit));
        return new Figure(value, numerator, denominator, n, excluded, flags, more);
    }

    /** The same with one more flag. */
    Figure flagged(String flag) {
        List<String> more = new java.util.ArrayList<>(flags);
        more.add(flag);
        return new Figure(value, numerator, denominator, n, excluded, more, also);
    }

    /** The same with accounts left out. */
    Figure excluding(long accounts) {
        return new Figure(value, numerator, denominator, n, accounts, flags, also);
    }
}
