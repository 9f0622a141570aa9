package io.farol.metrics.catalogue;

import static io.farol.metrics.catalogue.RatioFormulaTest.shown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Worked out by hand: 8 accounts with 1,000 together are 125 each, 1,500 a year. */
class TicketFormulaTest {

    @Test
    void isMrrByAccountThatPays() {
        Figure month = new TicketFormula(1).of(eightAccounts());
        Figure year = new TicketFormula(12).of(eightAccounts());

        assertEquals("125.000000", shown(month.value()));
        assertEquals("1500.000000", shown(year.value()));
        assertEquals("12000.000000", shown(year.numerator()));
        assertEquals(BigDecimal.valueOf(8), month.denominator());
        assertEquals(8, month.n());
        assertNull(month.also().get("median"));
    }

    @Test
    void saysWhenTicketsSpreadMoreThanTheirMean() {
        Figure even = new TicketFormula(12).of(eightAccounts().spread(spread("110", "1")));
        Figure wide = new TicketFormula(12).of(eightAccounts().spread(spread("20", "1.01")));

        assertEquals(List.of(), even.flags());
        assertEquals(List.of("HIGH_DISPERSION"), wide.flags());
        assertEquals(
                "1320.000000",
                shown(Objects.requireNonNull(even.also().get("median")).value()));
        assertEquals(
                Unit.MONEY, Objects.requireNonNull(even.also().get("median")).unit());
    }

    @Test
    void saysNothingOfAGroupWhereNobodyPays() {
        Figure nobody = new TicketFormula(1).of(new PeriodFacts(1).spread(spread("0", "9")));

        assertNull(nobody.value());
        assertEquals(List.of("NO_DENOMINATOR"), nobody.flags());
        assertNull(nobody.also().get("median"));
    }

    private static PeriodFacts eightAccounts() {
        return new PeriodFacts(1).put(Column.CLOSING, 1000_0000).put(Column.PAYING, 8);
    }

    private static PeriodFacts.Spread spread(String median, String variation) {
        return new PeriodFacts.Spread(new BigDecimal(median), new BigDecimal(variation));
    }
}
