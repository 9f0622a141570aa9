package io.farol.runtime.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An exact amount in a currency. In JSON {@code {"amount":"48000.00","currency":"BRL"}}; in SQL {@code …_e4 bigint} and {@code char(3)}.
 *
 * @param amount at most 4 decimals; may be negative
 * @param currency ISO 4217
 */
public record Money(BigDecimal amount, Currency currency) {
    /** Decimals that are kept: a price divided by a period of months needs more than cents. */
    public static final int SCALE = 4;

    public Money {
        if (amount.stripTrailingZeros().scale() > SCALE) {
            throw new IllegalArgumentException("an amount has at most " + SCALE + " decimals");
        }
    }

    /** From 1/10,000 of the currency, as stored. */
    public static Money ofE4(long amountE4, Currency currency) {
        return new Money(BigDecimal.valueOf(amountE4, SCALE), currency);
    }

    /** In 1/10,000 of the currency, as stored. */
    public long toE4() {
        return amount.setScale(SCALE, RoundingMode.UNNECESSARY).unscaledValue().longValueExact();
    }

    /** Sum; two currencies do not add. */
    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
        }
        return new Money(amount.add(other.amount), currency);
    }

    /** The amount as people read it, with the currency's minor digits, such as {@code 48000.00}. */
    public String shown(RoundingMode rounding) {
        return shown(amount, currency, rounding);
    }

    /** A figure that was worked out, as it is shown: rounded half up to the currency's minor digits. */
    public Money rounded() {
        return new Money(new BigDecimal(shown(RoundingMode.HALF_UP)), currency);
    }

    /** An amount in a currency's minor digits. */
    public static String shown(BigDecimal amount, Currency currency, RoundingMode rounding) {
        return amount.setScale(Math.max(0, currency.getDefaultFractionDigits()), rounding)
                .toPlainString();
    }
}
