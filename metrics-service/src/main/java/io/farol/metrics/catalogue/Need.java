package io.farol.metrics.catalogue;

import java.util.Set;

/** What a metric has to be read for; each is a query of its own that tells some columns. All other columns follow from the flows. */
enum Need {
    /** What became over a window of those who were there at its start. */
    WINDOW(
            Column.THEN,
            Column.NOW,
            Column.MIN,
            Column.INDEX,
            Column.LOGOS_AT_START,
            Column.LOGOS_KEPT,
            Column.PAYING_AT_START,
            Column.NOW_FROZEN,
            Column.MIN_FROZEN),
    /** Suspended MRR of those who were there at the window's start. */
    FROZEN(Column.NOW_FROZEN, Column.MIN_FROZEN),
    /** What windows lack when suspended MRR counts as if it were billed. */
    SUSPENDED(Column.FROZEN_AT_START, Column.NOW_SUSPENDED, Column.MIN_SUSPENDED, Column.INDEX_SUSPENDED),
    /** How tickets spread over accounts. */
    SPREAD(Column.CLOSING, Column.PAYING),
    /** Months of life of each account. */
    LIVES(Column.ENDED, Column.ENDED_MONTHS, Column.CENSORED),
    /** Contracts with their terms. */
    CONTRACTS(Column.CONTRACT_VALUE, Column.CONTRACTS, Column.CONTRACT_ACCOUNTS),
    /** Lines whose end is known. */
    SCHEDULED(Column.SCHEDULED, Column.SCHEDULED_COUNT),
    /** Onboardings on their way to First Value. */
    ONBOARDINGS(
            Column.TTFV_DAYS,
            Column.TTFV_NET_DAYS,
            Column.FIRST_VALUES,
            Column.OPEN_ONBOARDINGS,
            Column.ENTERED,
            Column.ACTIVATED);

    private final Set<Column> columns;

    Need(Column... columns) {
        this.columns = Set.of(columns);
    }

    /** What it tells. */
    Set<Column> columns() {
        return columns;
    }

    /** Whether it tells something that a formula looks at. */
    boolean serves(Formula formula) {
        return formula.columns().stream().anyMatch(columns::contains);
    }
}
