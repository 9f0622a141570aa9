package io.farol.metrics.catalogue;

import static io.farol.metrics.catalogue.RatioFormulaTest.shown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Worked out by hand: 10 accounts with 1,000 together, so a ticket of 100. */
class LtvFormulaTest {

    @Test
    void multipliesTheTicketByTheLifeOfThoseThatEnded() {
        Figure figure = new LtvFormula(false)
                .of(tenAccounts(1).addLives(6, true, 1).addLives(12, true, 1).addLives(3, false, 6));

        assertEquals("900.000000", shown(figure.value()));
        assertEquals("100.000000", shown(figure.numerator()));
        assertEquals(10, figure.n());
        assertEquals(
                "9.000000",
                shown(Objects.requireNonNull(figure.also().get("lifeTime")).value()));
        assertEquals(
                "0.750000",
                shown(Objects.requireNonNull(figure.also().get("censoredShare")).value()));
    }

    @Test
    void saysNothingWhenNobodyEnded() {
        Figure figure = new LtvFormula(false).of(tenAccounts(1).addLives(3, false, 6));

        assertNull(figure.value());
        assertEquals(List.of("NO_ENDED_ACCOUNTS"), figure.flags());
        assertEquals(
                "1.000000",
                shown(Objects.requireNonNull(figure.also().get("censoredShare")).value()));
    }

    @Test
    void dividesTheTicketByTheChurnPerMonth() {
        Figure month = new LtvFormula(true)
                .of(tenAccounts(1).put(Column.LOGOS_AT_START, 20).put(Column.LOGOS_KEPT, 19));
        Figure quarter = new LtvFormula(true)
                .of(tenAccounts(3).put(Column.LOGOS_AT_START, 20).put(Column.LOGOS_KEPT, 17));

        assertEquals("2000.000000", shown(month.value()));
        assertEquals("0.050000", shown(month.denominator()));
        assertEquals("2000.000000", shown(quarter.value()));
    }

    @Test
    void multipliesEitherByTheGrossMargin() {
        BigDecimal margin = new BigDecimal("0.8");
        Figure churn = new LtvFormula(true)
                .withMargin(margin)
                .of(tenAccounts(1).put(Column.LOGOS_AT_START, 20).put(Column.LOGOS_KEPT, 19));
        Figure life = new LtvFormula(false)
                .withMargin(margin)
                .of(tenAccounts(1).addLives(6, true, 1).addLives(12, true, 1));

        assertEquals("1600.000000", shown(churn.value()));
        assertEquals("100.000000", shown(churn.numerator()));
        assertEquals("720.000000", shown(life.value()));
    }

    @Test
    void saysWhyThereIsNoValue() {
        Figure noChurn = new LtvFormula(true)
                .of(tenAccounts(1).put(Column.LOGOS_AT_START, 20).put(Column.LOGOS_KEPT, 20));
        Figure nobodyThere = new LtvFormula(true).of(tenAccounts(1));
        Figure noTicket = new LtvFormula(true).of(new PeriodFacts(1));

        assertNull(noChurn.value());
        assertEquals(List.of("NO_CHURN"), noChurn.flags());
        assertEquals(List.of("NO_DENOMINATOR"), nobodyThere.flags());
        assertNull(noTicket.value());
        assertEquals(List.of("NO_DENOMINATOR"), noTicket.flags());
    }

    @Test
    void ticketHasAMedianAndSaysWhenItSpreads() {
        PeriodFacts even = tenAccounts(1).spread(new PeriodFacts.Spread(new BigDecimal("90"), BigDecimal.ONE));
        PeriodFacts spread =
                tenAccounts(1).spread(new PeriodFacts.Spread(new BigDecimal("20"), new BigDecimal("1.01")));

        assertEquals(List.of(), new TicketFormula(1).of(even).flags());
        assertEquals(List.of("HIGH_DISPERSION"), new TicketFormula(1).of(spread).flags());
        assertEquals("1200.000000", shown(new TicketFormula(12).of(even).value()));
        assertEquals(
                "1080.000000",
                shown(Objects.requireNonNull(
                                new TicketFormula(12).of(even).also().get("median"))
                        .value()));
        assertEquals(
                List.of("NO_DENOMINATOR"),
                new TicketFormula(1)
                        .of(new PeriodFacts(1).spread(new PeriodFacts.Spread(BigDecimal.ONE, BigDecimal.ONE)))
                        .flags());
    }

    private static PeriodFacts tenAccounts(int window) {
        return new PeriodFacts(window).put(Column.CLOSING, 1000_0000).put(Column.PAYING, 10);
    }
}
