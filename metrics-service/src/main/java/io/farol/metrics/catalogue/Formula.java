package io.farol.metrics.catalogue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a metric's value follows from what is known of a group in a period; no I/O. */
interface Formula {

    /** The value, with what it was made of. */
    Figure of(PeriodFacts facts);

    /** The same in a tenant whose gross margin this is; null = not said. Most do not depend on it. */
    default Formula withMargin(@Nullable BigDecimal grossMargin) {
        return this;
    }

    /** The gross margin that its values are multiplied by; null = none. */
    default @Nullable BigDecimal grossMargin() {
        return null;
    }

    /** What is summed over the accounts; the explanation of a value lists it account by account. Empty where the value follows from {@link #factors}. */
    Combination numerator();

    /** What it is divided by; empty when it is not. */
    Combination denominator();

    /** The metrics that a value follows from which is no sum over accounts, nor one over another; none otherwise. */
    default List<Factor> factors() {
        return List.of();
    }

    /** All that it looks at. */
    Set<Column> columns();
}
