package io.farol.runtime.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a line is worth by the month: {@code quantity x unit price x (1 - discount) / months of a billing period}, rounded once, HALF_UP at 1/10,000 (metrics.md 1).
 *
 * <p>What a contract's line is worth, accounts-service says, in the generated column {@code contract_line_term.mrr_e4} and wherever it publishes it (DECISIONS.md 5); a test holds that column and this
 * formula together. This is for lines that are in no contract yet, and for MRR under other conventions.
 */
public final class MrrFormula {
    private MrrFormula() {}

    /**
     * Of one line.
     *
     * @param unitPrice for one billing period
     * @param discount ratio 0..1 taken off the price; 0 = none
     * @param months of one billing period; 1 for one-off charges, whose worth is not by the month
     * @return in 1/10,000 of the price's currency, HALF_UP
     */
    public static long mrrE4(BigDecimal quantity, BigDecimal unitPrice, BigDecimal discount, int months) {
        return netMrrE4(quantity, unitPrice, discount, BigDecimal.ZERO, months);
    }

    /** The same less the taxes in it, {@code x (1 - rate)}, rounded once. @param embeddedTaxRate share of the price that is tax, 0 = none */
    public static long netMrrE4(
            BigDecimal quantity, BigDecimal unitPrice, BigDecimal discount, BigDecimal embeddedTaxRate, int months) {
        return quantity.multiply(unitPrice)
                .multiply(BigDecimal.ONE.subtract(discount))
                .multiply(BigDecimal.ONE.subtract(embeddedTaxRate))
                .movePointRight(4)
                .divide(BigDecimal.valueOf(months), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
