package io.farol.local.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DealBookTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    private final Portfolio portfolio = Portfolio.of("aurora", TODAY);
    private final String csv = DealBook.csv("aurora", portfolio, TODAY);

    /** By the columns of the file; no field of it holds a comma. */
    private record Row(
            String externalId,
            String type,
            String stage,
            String account,
            BigDecimal mrr,
            String nextStep,
            LocalDate openedOn,
            LocalDate enteredOn,
            String closedOn,
            String reasons,
            String note) {
        static Row of(String line) {
            String[] f = line.split(",", -1);
            return new Row(
                    f[0],
                    f[2],
                    f[3],
                    f[4],
                    new BigDecimal(f[7]),
                    f[11],
                    LocalDate.parse(f[13]),
                    LocalDate.parse(f[14]),
                    f[15],
                    f[16],
                    f[17]);
        }
    }

    private List<Row> rows() {
        return csv.lines().skip(1).map(Row::of).toList();
    }

    @Test
    void isTheSameEachTimeAndAnotherForEachTenant() {
        assertEquals(csv, DealBook.csv("aurora", Portfolio.of("aurora", TODAY), TODAY));
        assertNotEquals(csv, DealBook.csv("boreal", Portfolio.of("boreal", TODAY), TODAY));
    }

    @Test
    void hasDealsInEveryStageWithIdsOfTheirOwn() {
        assertEquals(
                Set.of(
                        "EXPAND_MAP",
                        "OPPORTUNITY",
                        "PROPOSAL",
                        "NEGOTIATION",
                        "FORECAST",
                        "EXPAND_WON",
                        "LOST",
                        "DISMISSED"),
                rows().stream().map(Row::stage).collect(Collectors.toSet()));
        assertEquals(
                rows().size(), rows().stream().map(Row::externalId).distinct().count());
        assertTrue(rows().stream().filter(row -> row.closedOn().isEmpty()).count() > 20);
    }

    @Test
    void standsBehindEachGrowthOfTheLastYear() {
        BigDecimal grown = portfolio.customers().stream()
                .flatMap(customer -> customer.growthFrom(TODAY.minusYears(1)).stream())
                .map(Customer.Growth::mrr)
                .reduce(BigDecimal.ZERO, BigDecimal::add);

        BigDecimal won = rows().stream()
                .filter(row -> row.stage().equals("EXPAND_WON"))
                .map(Row::mrr)
                .reduce(BigDecimal.ZERO, BigDecimal::add);

        assertEquals(grown, won);
        assertTrue(won.signum() > 0);
    }

    @Test
    void saysWhatEachStageNeedsInTheOrderOfTime() {
        for (Row row : rows()) {
            boolean isClosed = Set.of("EXPAND_WON", "LOST", "DISMISSED").contains(row.stage());
            assertFalse(row.enteredOn().isBefore(row.openedOn()), row.toString());
            assertFalse(row.enteredOn().isAfter(TODAY), row.toString());
            assertEquals(isClosed, !row.closedOn().isEmpty(), row.toString());
            assertEquals(!isClosed, !row.nextStep().isEmpty(), row.toString());
            assertEquals(
                    Set.of("EXPAND_WON", "LOST").contains(row.stage()),
                    !row.reasons().isEmpty(),
                    row.toString());
            assertEquals(
                    Set.of("LOST", "DISMISSED").contains(row.stage()),
                    !row.note().isEmpty(),
                    row.toString());
            assertTrue(row.mrr().signum() > 0, row.toString());
        }
    }
}
