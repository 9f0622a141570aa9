package io.farol.metrics.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A recurring stretch of one contract line with the same terms, in the line's and in the reporting currency.
 *
 * @param from inclusive
 * @param until exclusive; {@link LedgerTime#OPEN} when open
 * @param mrrE4 in {@code currency}, 1/10,000
 * @param rate reporting currency per unit of {@code currency} in force on {@code from}; null = none known
 * @param mrrRcE4 in the reporting currency, 1/10,000; null = unconverted, counts in no sum
 * @param changeKind what made the stretch begin, as the amendment says it; null = not said
 * @param churnReason why the line ended; null = it did not, or was not said
 * @param term group of the contract's term, such as {@code M12}
 */
public record LinePiece(
        UUID lineId,
        LocalDate from,
        LocalDate until,
        UUID productId,
        BigDecimal quantity,
        String currency,
        long mrrE4,
        @Nullable BigDecimal rate,
        @Nullable LocalDate rateDay,
        @Nullable Long mrrRcE4,
        @Nullable String changeKind,
        @Nullable UUID amendmentId,
        @Nullable String churnReason,
        String term) {

    public LinePiece {
        quantity = quantity.stripTrailingZeros();
        rate = rate == null ? null : rate.stripTrailingZeros();
    }

    /** MRR at a rate, rounded HALF_UP. */
    static long worthE4(long mrrE4, BigDecimal rate) {
        return BigDecimal.valueOf(mrrE4)
                .multiply(rate)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /** The same piece with another MRR, at its own rate. */
    LinePiece worth(long otherMrrE4) {
        return otherMrrE4 == mrrE4
                ? this
                : new LinePiece(
                        lineId,
                        from,
                        until,
                        productId,
                        quantity,
                        currency,
                        otherMrrE4,
                        rate,
                        rateDay,
                        rate == null ? null : Long.valueOf(worthE4(otherMrrE4, rate)),
                        changeKind,
                        amendmentId,
                        churnReason,
                        term);
    }

    /** What it adds to sums: nothing while unconverted. */
    long countedE4() {
        return mrrRcE4 == null ? 0 : mrrRcE4;
    }
}
