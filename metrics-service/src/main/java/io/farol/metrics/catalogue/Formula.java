package io.farol.metrics.catalogue;

import java.util.Set;

/** How a metric's value follows from what is known of a group in a period; no I/O. */
interface Formula {

    /** The value, with what it was made of. */
    Figure of(PeriodFacts facts);

    /** What is summed over the accounts; the explanation of a value lists it account by account. */
    Combination numerator();

    /** What it is divided by; empty when it is not. */
    Combination denominator();

    /** All that it looks at. */
    Set<Column> columns();
}
