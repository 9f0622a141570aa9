package io.farol.local.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PortfolioTest {
    private final Portfolio portfolio = Portfolio.of("aurora", LocalDate.of(2026, 11, 22));

    @Test
    void isTheSameEachTimeAndAnotherForEachTenant() {
        Portfolio again = Portfolio.of("aurora", LocalDate.of(2026, 11, 22));

        assertEquals(portfolio.accountsCsv(), again.accountsCsv());
        assertEquals(portfolio.contractLinesCsv(), again.contractLinesCsv());
        assertNotEquals(
                portfolio.contractLinesCsv(),
                Portfolio.of("boreal", LocalDate.of(2026, 11, 22)).contractLinesCsv());
    }

    /** Digests of what was told before there was a team: a member changes no other figure. */
    @Test
    void aTeamShiftsNoDraw() {
        String accounts = portfolio
                .accountsCsv()
                .lines()
                .map(line -> line.replaceFirst(",(csmExternalId|AUR-M[1-3])", ""))
                .collect(Collectors.joining("\n"));

        assertEquals(-1074563044, accounts.hashCode());
        assertEquals(2005867897, portfolio.contractLinesCsv().hashCode());
    }

    @Test
    void holdsFourHundredCompaniesWithNamesAndTaxIdsOfTheirOwn() {
        assertEquals(400, portfolio.customers().size());
        assertEquals(
                400,
                portfolio.customers().stream()
                        .map(one -> one.company().name())
                        .distinct()
                        .count());
        assertEquals(
                400,
                portfolio.customers().stream()
                        .map(one -> one.company().cnpj())
                        .distinct()
                        .count());
    }

    @Test
    void holdsEverythingThatHappensToAPortfolio() {
        List<Line> lines = portfolio.customers().stream()
                .flatMap(one -> one.lines().stream())
                .toList();
        Set<String> kinds = lines.stream()
                .map(Line::changeKind)
                .filter(java.util.Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(Set.of("UPSELL", "DOWNSELL", "CROSS_SELL", "READJUSTMENT"), kinds);
        assertTrue(lines.stream().filter(line -> line.churnReason() != null).count() > 50);
        assertTrue(
                portfolio.customers().stream()
                                .filter(one -> one.lines().stream()
                                                .map(Line::contract)
                                                .distinct()
                                                .count()
                                        > 1)
                                .count()
                        > 5,
                "reactivations");
        assertTrue(portfolio.customers().stream()
                        .mapToInt(one -> one.freezes().size())
                        .sum()
                > 10);
    }

    @Test
    void neverEndsALineBeforeItStartsNorRunsTwoOfOneProductAtOnce() {
        for (Customer customer : portfolio.customers()) {
            for (Line line : customer.lines()) {
                assertTrue(line.endsOn() == null || line.startsOn().isBefore(line.endsOn()), line.toString());
                assertTrue(
                        customer.lines().stream()
                                .filter(other ->
                                        other != line && other.product().equals(line.product()))
                                .noneMatch(other -> overlap(line, other)),
                        line.toString());
            }
        }
    }

    @Test
    void freezesOnlyWhatRuns() {
        for (Customer customer : portfolio.customers()) {
            for (Customer.Freeze freeze : customer.freezes()) {
                assertTrue(
                        customer.lines().stream()
                                .anyMatch(line -> !line.startsOn().isAfter(freeze.from())
                                        && (line.endsOn() == null
                                                || line.endsOn().isAfter(freeze.from()))),
                        customer.externalId() + freeze);
            }
        }
    }

    @Test
    void tellsTheLastMonthsAsAmendmentsOfImportedLines() {
        int changes = 0;
        for (Customer customer : portfolio.customers()) {
            List<Line> imported = customer.linesUntil(portfolio.amendedFrom());
            for (Customer.Change change : customer.changesFrom(portfolio.amendedFrom())) {
                Line line = imported.stream()
                        .filter(one -> one.externalId().equals(change.lineExternalId()))
                        .findFirst()
                        .orElseThrow();
                assertTrue(line.startsOn().isBefore(change.effectiveOn()));
                assertTrue(line.endsOn() == null || line.endsOn().isAfter(change.effectiveOn()));
                changes++;
            }
        }
        assertTrue(changes > 30, "amendments: " + changes);
    }

    @Test
    void tellsEachChangeOnceInWavesOrByHand() {
        Set<String> roots = portfolio
                .contractLinesCsv()
                .lines()
                .map(row -> row.split(",")[0])
                .collect(Collectors.toSet());
        int inWaves = 0;
        for (String wave : portfolio.wavesCsv()) {
            List<String> lines =
                    wave.lines().skip(1).map(row -> row.split(",")[0]).toList();
            assertEquals(Set.copyOf(lines).size(), lines.size(), "one row for each line");
            assertTrue(roots.containsAll(lines), "of lines that are there");
            inWaves += lines.size();
        }
        List<Customer.Change> changes = portfolio.customers().stream()
                .flatMap(one -> one.changesFrom(portfolio.amendedFrom()).stream())
                .toList();
        long byHand = changes.stream()
                .filter(change -> !change.effectiveOn().isBefore(portfolio.amendedByHandFrom()))
                .count();

        assertEquals(changes.size(), inWaves + byHand);
        assertTrue(byHand > 10 && inWaves > 300, byHand + " and " + inWaves);
    }

    @Test
    void freezesNobodyForLongerThanTheLimit() {
        for (int days = 0; days < 730; days += 13) {
            for (Customer customer : Portfolio.of(
                            "aurora", LocalDate.of(2026, 10, 31).plusDays(days))
                    .customers()) {
                LocalDate since = LocalDate.MIN;
                LocalDate until = LocalDate.MIN;
                for (Customer.Freeze freeze : customer.freezes()) {
                    assertFalse(freeze.from().isBefore(until), customer.externalId());
                    since = freeze.from().equals(until) ? since : freeze.from();
                    until = freeze.until();
                    assertTrue(until.isAfter(freeze.from()), customer.externalId());
                    assertFalse(since.plusDays(180).isBefore(until), customer.externalId() + " since " + since);
                }
            }
        }
    }

    @Test
    void hasNewAndSettledCustomersOnWhateverDayItIsLoaded() {
        for (String tenant : List.of("aurora", "boreal")) {
            for (int days = 0; days < 730; days += 13) {
                LocalDate day = LocalDate.of(2026, 10, 31).plusDays(days);
                Portfolio one = Portfolio.of(tenant, day);

                assertTrue(
                        one.newest().size() >= 8,
                        day + " new customers: " + one.newest().size());
                assertTrue(
                        one.newest()
                                .getFirst()
                                .since()
                                .isBefore(one.newest().getLast().since()),
                        day.toString());
                assertTrue(one.settled().size() >= 3, day.toString());
                one.settled()
                        .forEach(customer -> assertTrue(one.platformLine(customer)
                                .startsWith(customer.externalId().replace("-A", "-L"))));
            }
        }
    }

    private static boolean overlap(Line one, Line other) {
        LocalDate end = one.endsOn() == null ? LocalDate.MAX : one.endsOn();
        LocalDate otherEnd = other.endsOn() == null ? LocalDate.MAX : other.endsOn();
        return one.startsOn().isBefore(otherEnd) && other.startsOn().isBefore(end);
    }
}
