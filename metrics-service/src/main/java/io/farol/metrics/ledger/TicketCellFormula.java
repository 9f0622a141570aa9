package io.farol.metrics.ledger;

import java.util.List;

/** What an account adds to how tickets spread: it is in one bucket at a time, and its MRR squared is in their sum, in two numbers that add up ({@code amount + n × 2⁴⁰}). */
final class TicketCellFormula {
    static final String DIM = "tickets:" + CellKey.TOTAL;
    static final String TICKET = "TICKET ";
    static final String SQUARES = "SQUARES";

    private static final int HALF_BITS = 20;
    private static final long HALF = 1L << HALF_BITS;

    private TicketCellFormula() {}

    static Cells of(List<MonthResult> months) {
        Cells cells = new Cells();
        for (MonthResult result : months) {
            add(cells, result.month(), result.opening().mrrE4(), -1);
            add(cells, result.month(), result.closing().mrrE4(), 1);
        }
        return cells;
    }

    /** With m = a × 2²⁰ + b: m² = a² × 2⁴⁰ + ab × 2²¹ + b², no part of which is longer than a long. */
    private static void add(Cells cells, int month, long mrrE4, int sign) {
        if (mrrE4 > 0) {
            cells.add(DIM, "", TICKET + TicketBucket.of(mrrE4).lowestE4(), month, 0, sign);
            long a = mrrE4 / HALF;
            long b = mrrE4 % HALF;
            long low = (a * b % (HALF / 2)) * 2 * HALF + b * b;
            cells.add(DIM, "", SQUARES, month, sign * low, sign * (a * a + a * b / (HALF / 2)));
        }
    }
}
