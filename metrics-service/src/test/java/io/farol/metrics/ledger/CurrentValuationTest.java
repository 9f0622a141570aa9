package io.farol.metrics.ledger;

import static io.farol.metrics.ledger.Sample.CRM;
import static io.farol.metrics.ledger.Sample.day;
import static io.farol.metrics.ledger.Sample.freeze;
import static io.farol.metrics.ledger.Sample.id;
import static io.farol.metrics.ledger.Sample.unconverted;
import static io.farol.metrics.ledger.Sample.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Euros at 5 from January, 6 from 20 February, 7 from 10 March, 8 from 25 March on. */
class CurrentValuationTest {
    private static final Rates RATES = new Rates()
            .add("EUR", day("2024-01-01"), BigDecimal.valueOf(5))
            .add("EUR", day("2024-02-20"), BigDecimal.valueOf(6))
            .add("EUR", day("2024-03-10"), BigDecimal.valueOf(7))
            .add("EUR", day("2024-03-25"), BigDecimal.valueOf(8))
            .add("EUR", day("2024-03-25"), BigDecimal.valueOf(9));

    @Test
    void valuesWhatIsHeldAtEachMonthsEnd() {
        assertEquals(
                List.of("2024-01-15 2024-02-29 500", "2024-02-29 2024-03-31 600", "2024-03-31 9999-12-31 800"),
                pieces("2024-12-31", List.of(), euros("2024-01-15", "", 100, null)));
    }

    @Test
    void knowsNoRatesAfterToday() {
        assertEquals(
                List.of("2024-01-15 2024-02-29 500", "2024-02-29 2024-03-31 600", "2024-03-31 9999-12-31 700"),
                pieces("2024-03-12", List.of(), euros("2024-01-15", "", 100, null)));
        assertEquals(
                List.of("2024-03-20 9999-12-31 600"),
                pieces("2024-02-25", List.of(), euros("2024-03-20", "", 100, null)));
        assertEquals(
                List.of("2024-03-20 9999-12-31 700"),
                pieces("2023-12-31", List.of(), euros("2024-03-20", "", 100, null)));
    }

    /** So that what is suspended, and what is resumed, is what it is worth that day. */
    @Test
    void valuesWhatIsHeldOnDaysOfItsFreeze() {
        assertEquals(
                List.of(
                        "2024-01-15 2024-02-25 500",
                        "2024-02-25 2024-03-12 600",
                        "2024-03-12 2024-03-31 700",
                        "2024-03-31 2024-04-30 800"),
                pieces(
                        "2024-12-31",
                        List.of(freeze(1, "2024-02-25", "2024-03-12")),
                        euros("2024-01-15", "2024-04-30", 100, null)));
    }

    @Test
    void leavesWhatIsUnconvertedOrNotForeign() {
        LinePiece own = Sample.piece(1, CRM, "2024-01-01", "", 100);
        LinePiece unknown = unconverted(2, CRM, "2024-01-01", "");
        AccountFacts facts = new AccountFacts(List.of(own, unknown), List.of(), List.of());
        CurrentValuation valuation = new CurrentValuation(RATES, LocalDate.MAX);

        assertEquals(facts.pieces(), valuation.pieces(facts));
        assertEquals(0, valuation.worthE4(unknown, day("2024-03-31")));
        assertEquals(100_0000, valuation.worthE4(own, day("2024-03-31")));
    }

    /** 100 become 150 on 15 March, when a euro is 7: from 600 to 1,050, of which 100 is the rate's doing; 150 more on the 31st. It ends at 8. */
    @Test
    void tellsTheRatesMoveFromTheLines() {
        assertEquals(
                List.of(
                        "2024-01-15 500 = 500",
                        "2024-02-29 100 = 0 + fx 100",
                        "2024-03-15 450 = 350 + fx 100",
                        "2024-03-31 150 = 0 + fx 150",
                        "2024-05-10 -1200 = -1200"),
                steps(
                        List.of(),
                        euros("2024-01-15", "2024-03-15", 100, null),
                        euros("2024-03-15", "2024-05-10", 150, "READJUSTMENT")));
        assertEquals(
                List.of("2024-01-15 500 = 500", "2024-02-25 -500 = -600 + fx 100"),
                steps(List.of(), euros("2024-01-15", "2024-02-25", 100, null)));
    }

    @Test
    void tellsWhatTheRateDoesToSuspendedMrrApart() {
        assertEquals(
                List.of(
                        "2024-01-15 500 = 500",
                        "2024-02-25 100 = 0 + fx 100",
                        "2024-03-12 100 = 0 + frozen fx 100",
                        "2024-03-31 100 = 0 + fx 100"),
                steps(List.of(freeze(1, "2024-02-25", "2024-03-12")), euros("2024-01-15", "", 100, null)));
    }

    /** Suspended at 600, then worth 700 and 800: no movement but the freeze; resumed at 800. */
    @Test
    void keepsTheStatementsIdentityWhileFrozen() {
        AccountHistory history = AccountHistory.of(
                List.of(new AccountFacts(
                        List.of(euros("2024-01-15", "", 100, null)),
                        List.of(freeze(1, "2024-02-25", "2024-04-05")),
                        List.of())),
                List.of(),
                new CurrentValuation(RATES, LocalDate.MAX));

        assertEquals(
                List.of(
                        "2024-01 0+0 -> 500+0 {NEW=500}",
                        "2024-02 500+0 -> 0+600 {FREEZE=600, FX=100}",
                        "2024-03 0+600 -> 0+800 {}",
                        "2024-04 0+800 -> 800+0 {UNFREEZE=800}"),
                history.months().stream().map(CurrentValuationTest::shown).toList());
    }

    private static String shown(MonthResult month) {
        java.util.Map<Kind, String> amounts = new java.util.EnumMap<>(Kind.class);
        month.amountsE4().forEach((kind, amount) -> amounts.put(kind, whole(amount)));
        return LedgerTime.textOf(month.month()) + " " + shown(month.opening()) + " -> " + shown(month.closing()) + " "
                + amounts;
    }

    private static String shown(Stretch stretch) {
        return whole(stretch.mrrE4()) + "+" + whole(stretch.frozenE4());
    }

    private static List<String> pieces(String asOf, List<Freeze> freezes, LinePiece piece) {
        return new CurrentValuation(RATES, day(asOf))
                .pieces(new AccountFacts(List.of(piece), freezes, List.of())).stream()
                        .map(cut -> cut.from() + " " + cut.until() + " " + whole(cut.countedE4()))
                        .toList();
    }

    private static List<String> steps(List<Freeze> freezes, LinePiece... pieces) {
        CurrentValuation valuation = new CurrentValuation(RATES, LocalDate.MAX);
        AccountFacts facts = new AccountFacts(List.of(pieces), freezes, List.of());
        return LineStepFormula.of(new AccountFacts(valuation.pieces(facts), freezes, List.of()), valuation).stream()
                .map(step -> step.day() + " " + whole(step.deltaE4()) + " = " + whole(step.changeE4())
                        + Stream.of(part(" + fx ", step.fxE4()), part(" + frozen fx ", step.frozenFxE4()))
                                .reduce("", String::concat))
                .toList();
    }

    private static String part(String name, long amountE4) {
        return amountE4 == 0 ? "" : name + whole(amountE4);
    }

    /** Converted at the rate of its first day. */
    private static LinePiece euros(String from, String until, long mrr, @Nullable String changeKind) {
        BigDecimal rate = RATES.inForce("EUR", day(from)).orElseThrow();
        return new LinePiece(
                id(1),
                day(from),
                day(until),
                id(CRM),
                BigDecimal.ONE,
                "EUR",
                mrr * 10_000,
                rate,
                day(from),
                mrr * 10_000 * rate.longValueExact(),
                changeKind,
                null,
                null,
                "M12");
    }
}
