package io.farol.metrics.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MRR of a line under conventions, worked out by hand: quantity x unit price x (1 - discount) x (1 - tax) / period, rounded once, HALF_UP at four decimals. */
class PricingTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            # quantity, unit price, discount, tax,    months, MRR,     without discount, net,     both
            1,          100.00,     0,        0,      3,      33.3333, 33.3333,          33.3333, 33.3333
            2,          100.00,     0.1,      0,      3,      60.0000, 66.6667,          60.0000, 66.6667
            # 12.857142.. x 0.9075 = 11.66785714..; rounded twice it would be 11.6678
            1,          100.00,     0.1,      0.0925, 7,      12.8571, 14.2857,          11.6679, 12.9643
            5,          80.00,      1,        0.2,    1,      0,       400.0000,         0,       320.0000
            # a tie goes up: 0.0006 x 0.5 / 12 = 0.000025 is below one, 0.0012 x 0.5 / 12 = 0.00005 is one
            1,          0.0012,     0,        0.5,    12,     0.0001,  0.0001,           0.0001,  0.0001
            1,          0.0006,     0,        0.5,    12,     0.0001,  0.0001,           0,       0
            """)
    void roundsOnce(
            BigDecimal quantity,
            BigDecimal unitPrice,
            BigDecimal discount,
            BigDecimal taxRate,
            int months,
            BigDecimal mrr,
            BigDecimal withoutDiscount,
            BigDecimal net,
            BigDecimal both) {
        Pricing.Price price = new Pricing.Price(quantity, unitPrice, discount, taxRate, months, e4(mrr));

        assertEquals(e4(mrr), Pricing.STANDARD.mrrE4(price));
        assertEquals(e4(withoutDiscount), new Pricing(true, false).mrrE4(price));
        assertEquals(e4(net), new Pricing(false, true).mrrE4(price));
        assertEquals(e4(both), new Pricing(true, true).mrrE4(price));
    }

    private static long e4(BigDecimal amount) {
        return amount.movePointRight(4).longValueExact();
    }
}
