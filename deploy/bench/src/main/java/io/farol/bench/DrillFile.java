package io.farol.bench;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One file of contract lines, two to a contract, and what they come to: plain sums over its rows. */
record DrillFile(int number, int lines) {
    static final int PRODUCTS = 20;
    static final YearMonth FIRST = YearMonth.parse("2026-01");
    static final YearMonth LAST = YearMonth.parse("2026-09");

    /** Customers that all files of this size share. */
    static int accounts(int lines) {
        return lines / 5;
    }

    static byte[] accountsCsv(int lines) {
        return text(
                "externalId,name\n",
                IntStream.range(0, accounts(lines)).mapToObj(i -> "A-" + i + ",Customer " + i + "\n"));
    }

    static byte[] productsCsv() {
        return text("code,name\n", IntStream.range(0, PRODUCTS).mapToObj(i -> "P" + i + ",Product " + i + "\n"));
    }

    byte[] csv() {
        return text(
                "lineExternalId,contractExternalId,accountExternalId,productCode,quantity,unitPrice,currency,billingPeriodMonths,startsOn,endsOn\n",
                IntStream.range(0, lines).mapToObj(this::line));
    }

    /** Events that its import makes: one for each contract. */
    long events() {
        return lines / 2;
    }

    /** MRR of its lines on the last day of the month. */
    BigDecimal mrr(YearMonth month) {
        return IntStream.range(0, lines)
                .filter(i -> !month.isBefore(starts(i)) && (!ends(i) || month.isBefore(end(i))))
                .mapToObj(DrillFile::price)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private String line(int i) {
        String contract = "F" + number + "-C" + i / 2;
        return contract + "-" + i % 2 + "," + contract + ",A-" + i / 2 % accounts(lines) + ",P" + i % PRODUCTS + ",1,"
                + price(i) + ",BRL,1," + starts(i) + "-01," + (ends(i) ? end(i) + "-01" : "") + "\n";
    }

    private static BigDecimal price(int i) {
        return BigDecimal.valueOf(100_50 + i % 900 * 100L, 2);
    }

    private static YearMonth starts(int i) {
        return FIRST.plusMonths(i % 5);
    }

    private static boolean ends(int i) {
        return i % 7 == 0;
    }

    private static YearMonth end(int i) {
        return starts(i).plusMonths(3);
    }

    private static byte[] text(String header, java.util.stream.Stream<String> rows) {
        return rows.collect(Collectors.joining("", header, "")).getBytes(StandardCharsets.UTF_8);
    }
}
