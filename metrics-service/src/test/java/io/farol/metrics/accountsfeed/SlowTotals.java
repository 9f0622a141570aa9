package io.farol.metrics.accountsfeed;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Contracts' values per year and how tickets spread, over all accounts, taken at the definition's word (metrics.md 2): every day of a term, every ticket of a month. Nothing of production is in it. */
final class SlowTotals {
    /** Months that have a whole year after them, so that all of every term is known. */
    static final int MONTHS = SlowLedger.MONTHS - 13;

    /** A number that 28, 29, 30 and 31 divide. */
    private static final long MONTH = 28L * 29 * 15 * 31;

    private final List<long[]> mrrs = new ArrayList<>();
    private final List<List<Contract>> contracts = new ArrayList<>();

    /** @param term OPEN, or M and a number of months @param mrr by day, billed or not */
    record Contract(JsonNode state, String term, long[] mrr) {

        private LocalDate start() {
            LocalDate start = LocalDate.MAX;
            for (JsonNode line : state.get("lines")) {
                for (JsonNode stretch : line.get("terms")) {
                    LocalDate startsOn = LocalDate.parse(stretch.get("startsOn").asText());
                    start = startsOn.isBefore(start) ? startsOn : start;
                }
            }
            return start;
        }

        private long valueE4(int month) {
            int day = SlowLedger.lastDay(month);
            if (mrr[day] == 0 || term.equals("OPEN")) {
                return 12 * mrr[day];
            }
            long length = Long.parseLong(term.substring(1)) * MONTH;
            long from = place(start());
            LocalDate date = SlowLedger.FIRST.plusMonths(month).atEndOfMonth();
            while (from + length <= place(date)) {
                from += length;
            }
            BigInteger sum = BigInteger.ZERO;
            LocalDate first = SlowLedger.FIRST.atDay(1);
            for (int d = 0; d < mrr.length; d++) {
                LocalDate each = first.plusDays(d);
                long share = Math.min(place(each.plusDays(1)), from + length) - Math.max(place(each), from);
                if (share > 0) {
                    sum = sum.add(BigInteger.valueOf(mrr[d]).multiply(BigInteger.valueOf(share)));
                }
            }
            return new java.math.BigDecimal(sum.multiply(BigInteger.valueOf(12)))
                    .divide(java.math.BigDecimal.valueOf(length), 0, java.math.RoundingMode.HALF_UP)
                    .longValueExact();
        }

        private static long place(LocalDate day) {
            return (day.getYear() * 12L + day.getMonthValue()) * MONTH
                    + (day.getDayOfMonth() - 1) * (MONTH / YearMonth.from(day).lengthOfMonth());
        }
    }

    /** One account. @param mrr billed, by day */
    void add(long[] mrr, List<Contract> ofAccount) {
        mrrs.add(mrr);
        contracts.add(ofAccount);
    }

    Map<String, Long> figures() {
        Map<String, Long> figures = new TreeMap<>();
        for (int month = 0; month < MONTHS; month++) {
            String name = "total||" + SlowLedger.monthText(month) + "|";
            for (List<Contract> ofAccount : contracts) {
                List<Contract> served = new ArrayList<>();
                for (Contract contract : ofAccount) {
                    if (contract.mrr[SlowLedger.lastDay(month)] > 0) {
                        served.add(contract);
                        figures.merge(name + "acv.value", contract.valueE4(month), Long::sum);
                    }
                }
                figures.merge(name + "acv.contracts", (long) served.size(), Long::sum);
                figures.merge(name + "acv.accounts", served.isEmpty() ? 0L : 1L, Long::sum);
            }
            int day = SlowLedger.lastDay(month);
            long[] tickets = mrrs.stream()
                    .mapToLong(mrr -> mrr[day])
                    .filter(ticket -> ticket > 0)
                    .sorted()
                    .toArray();
            if (tickets.length > 0) {
                figures.put(name + "ticket.n", (long) tickets.length);
                figures.put(name + "ticket.lower", tickets[(tickets.length - 1) / 2]);
                figures.put(name + "ticket.upper", tickets[tickets.length / 2]);
                for (long ticket : tickets) {
                    figures.merge(name + "ticket.squares", ticket * ticket, Long::sum);
                }
            }
        }
        return figures;
    }
}
