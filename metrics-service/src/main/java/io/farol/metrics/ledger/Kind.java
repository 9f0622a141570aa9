package io.farol.metrics.ledger;

/** What happened to an account's MRR. */
public enum Kind {
    /** Never had MRR, now has some. */
    NEW(1),
    /** Had MRR once, none before, now has some. */
    REACTIVATION(1),
    /** Some became more, not by index. */
    EXPANSION(1),
    /** Contractual index, up or down. */
    READJUSTMENT(1),
    /** Billing goes on again, or the frozen contract ends. */
    UNFREEZE(1),
    /** Billing is suspended; the logo stays. */
    FREEZE(-1),
    /** Some became less, but not nothing. */
    CONTRACTION(-1),
    /** Some became nothing. */
    CHURN(-1),
    /** The exchange rate moved, up or down; happens only to what is valued at the rate of the day ({@link CurrentValuation}). */
    FX(1);

    private final int sign;

    Kind(int sign) {
        this.sign = sign;
    }

    /** Effect on MRR of an amount in the statement's column: 1 adds, -1 takes away. */
    public int sign() {
        return sign;
    }
}
