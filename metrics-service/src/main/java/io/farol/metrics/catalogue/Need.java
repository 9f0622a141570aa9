package io.farol.metrics.catalogue;

/** What a metric has to be read for; each is a query of its own. All need the flows. */
enum Need {
    /** What became over a window of those who were there at its start. */
    WINDOW,
    /** Suspended MRR of those who were there at the window's start. */
    FROZEN,
    /** What windows lack when suspended MRR counts as if it were billed. */
    SUSPENDED,
    /** How tickets spread over accounts. */
    SPREAD,
    /** Months of life of each account. */
    LIVES,
    /** Contracts with their terms. */
    CONTRACTS,
    /** Lines whose end is known. */
    SCHEDULED,
    /** Onboardings on their way to First Value. */
    ONBOARDINGS
}
