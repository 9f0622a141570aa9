package io.farol.metrics.ledger;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Recurring value of contracts per year at month-ends: 12 × the mean MRR over the term that the day is in, weighted by months; 12 × the day's MRR when the term is open (metrics.md 2, acv).
 *
 * <p>Terms follow one another from the contract's first day for as long as a line of it is served. Rounded HALF_UP per contract. Where no line starts or ends inside a term its value is that of
 * the term before, so that only few months have to be looked at.
 */
final class ContractFormula {
    static final String DIM = "contracts:" + CellKey.TOTAL;
    static final String VALUE = "VALUE";
    static final String ACCOUNTS = "ACCOUNTS";

    private ContractFormula() {}

    /** Neighbours differ. */
    static List<ContractStretch> of(List<ContractTerm> terms, List<LinePiece> pieces) {
        Map<UUID, Map<LocalDate, LinePiece>> counted = new HashMap<>();
        for (LinePiece piece : pieces) {
            if (piece.countedE4() > 0) {
                counted.computeIfAbsent(piece.lineId(), line -> new HashMap<>()).put(piece.from(), piece);
            }
        }
        Map<UUID, List<ContractTerm>> contracts = new LinkedHashMap<>();
        terms.forEach(term -> contracts
                .computeIfAbsent(term.contractId(), contract -> new ArrayList<>())
                .add(term));
        List<ContractStretch> stretches = new ArrayList<>();
        contracts.forEach((id, ofContract) -> stretches.addAll(contract(id, ofContract, counted)));
        return stretches;
    }

    /** What an account's contracts add to the total. */
    static Cells cells(List<ContractStretch> stretches) {
        Cells cells = new Cells();
        for (ContractStretch stretch : stretches) {
            cells.add(DIM, "", VALUE, stretch.from(), stretch.valueE4(), 1);
            if (stretch.until() < LedgerTime.OPEN_MONTH) {
                cells.add(DIM, "", VALUE, stretch.until(), -stretch.valueE4(), -1);
            }
        }
        int until = Integer.MIN_VALUE;
        for (ContractStretch stretch : stretches.stream()
                .sorted(Comparator.comparingInt(ContractStretch::from))
                .toList()) {
            int from = Math.max(stretch.from(), until);
            if (from < stretch.until()) {
                addAccount(cells, from, 1);
                addAccount(cells, stretch.until(), -1);
                until = stretch.until();
            }
        }
        return cells;
    }

    private static void addAccount(Cells cells, int month, int n) {
        if (month < LedgerTime.OPEN_MONTH) {
            cells.add(DIM, "", ACCOUNTS, month, 0, n);
        }
    }

    private static List<ContractStretch> contract(
            UUID id, List<ContractTerm> terms, Map<UUID, Map<LocalDate, LinePiece>> counted) {
        List<LinePiece> pieces = terms.stream()
                .map(term -> counted.getOrDefault(term.lineId(), Map.of()).get(term.startsOn()))
                .filter(Objects::nonNull)
                .toList();
        LocalDate start = terms.stream()
                .map(ContractTerm::startsOn)
                .min(LocalDate::compareTo)
                .orElseThrow();
        int termMonths = terms.stream()
                .map(ContractTerm::termMonths)
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        Contract contract = new Contract(start, termMonths, pieces);
        List<Integer> months = List.copyOf(contract.monthsOfChange());
        List<ContractStretch> stretches = new ArrayList<>();
        for (int i = 0; i < months.size(); i++) {
            Long value = contract.valueE4(months.get(i));
            int until = i + 1 < months.size() ? months.get(i + 1) : LedgerTime.OPEN_MONTH;
            if (value != null) {
                ContractStretch before = stretches.isEmpty() ? null : stretches.getLast();
                boolean goesOn = before != null && before.until() == months.get(i) && before.valueE4() == value;
                int from = goesOn ? stretches.removeLast().from() : months.get(i);
                stretches.add(new ContractStretch(id, from, until, value));
            }
        }
        return stretches;
    }

    /** @param termMonths 0 = open @param pieces those that count */
    private record Contract(LocalDate start, int termMonths, Collection<LinePiece> pieces) {

        /** Months from whose ends on the value may be another, in their order. */
        TreeSet<Integer> monthsOfChange() {
            TreeSet<Integer> months = new TreeSet<>();
            for (LinePiece piece : pieces) {
                addBorder(months, piece.from());
                if (piece.until().isBefore(LedgerTime.OPEN)) {
                    addBorder(months, piece.until());
                }
            }
            return months;
        }

        private void addBorder(TreeSet<Integer> months, LocalDate day) {
            months.add(LedgerTime.monthOf(day));
            if (termMonths > 0) {
                long sinceStart = LedgerTime.unitsOf(day) - startUnits();
                int term = Math.toIntExact(sinceStart / termUnits());
                months.add(firstMonthOf(term));
                if (sinceStart % termUnits() > 0) {
                    months.add(firstMonthOf(term + 1));
                }
            }
        }

        /** The first month whose last day is in a term; terms are numbered from 0. */
        private int firstMonthOf(int term) {
            int month = LedgerTime.monthOf(start) + term * termMonths;
            return lastUnitsOf(month) < startUnits() + term * termUnits() ? month + 1 : month;
        }

        /** At the end of a month; null when no line is served then. */
        @Nullable
        Long valueE4(int month) {
            LocalDate day = LedgerTime.lastDayOf(month);
            long served = pieces.stream()
                    .filter(piece -> !day.isBefore(piece.from()) && day.isBefore(piece.until()))
                    .mapToLong(LinePiece::countedE4)
                    .sum();
            if (served == 0) {
                return null;
            }
            return termMonths == 0 ? Long.valueOf(12 * served) : Long.valueOf(meanE4(lastUnitsOf(month)));
        }

        private long meanE4(long at) {
            long from = startUnits() + (at - startUnits()) / termUnits() * termUnits();
            long until = from + termUnits();
            BigInteger sum = BigInteger.ZERO;
            for (LinePiece piece : pieces) {
                long units = Math.min(until, LedgerTime.unitsOf(piece.until()))
                        - Math.max(from, LedgerTime.unitsOf(piece.from()));
                sum = sum.add(BigInteger.valueOf(piece.countedE4()).multiply(BigInteger.valueOf(Math.max(0, units))));
            }
            return sum.multiply(BigInteger.valueOf(24))
                    .add(BigInteger.valueOf(termUnits()))
                    .divide(BigInteger.valueOf(2 * termUnits()))
                    .longValueExact();
        }

        private long startUnits() {
            return LedgerTime.unitsOf(start);
        }

        private long termUnits() {
            return termMonths * LedgerTime.MONTH_UNITS;
        }

        private static long lastUnitsOf(int month) {
            return LedgerTime.unitsOf(LedgerTime.lastDayOf(month));
        }
    }
}
