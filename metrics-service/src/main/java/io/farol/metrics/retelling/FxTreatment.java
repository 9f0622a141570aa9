package io.farol.metrics.retelling;

/** How MRR in another than the reporting currency is converted (metrics.md 1). */
public enum FxTreatment {
    /** At the rate of the day on which a line's terms start, for as long as they last: a currency's move alone is no movement. */
    AT_START,
    /** At the rate in force at each month's end, after {@code asOf} the latest until then; what the rates did to what was held is a movement of its own, fx. */
    CURRENT
}
