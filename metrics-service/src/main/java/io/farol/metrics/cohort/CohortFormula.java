package io.farol.metrics.cohort;

import io.farol.metrics.statement.Flows;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The retention triangle: accounts that came in the same month (quarter), and how many of them, or how much of their MRR, is there 0, 1, 2 … months (quarters) later.
 *
 * <p>The whole, to which shares refer, is what was there at the end of each account's first month.
 */
final class CohortFormula {

    /**
     * A row of the triangle.
     *
     * @param first number of the month in which it began
     * @param logos that came
     * @param mrrE4 that came
     * @param cells at the end of each month (quarter) since
     */
    record Cohort(int first, long logos, long mrrE4, List<Cell> cells) {}

    /**
     * What is there some months (quarters) later.
     *
     * @param share of what came, 1 = all; null when nothing came
     */
    record Cell(
            int offset, long logos, long mrrE4, @Nullable BigDecimal share) {}

    private CohortFormula() {}

    /**
     * Rows in their order.
     *
     * @param byMonth flows of each month's cohort, by the number of the month
     * @param step months in a row: 1 or 3
     * @param last number of the last month looked at
     */
    static List<Cohort> triangle(Map<Integer, Flows> byMonth, int step, int last, boolean isOfLogos) {
        SortedMap<Integer, List<Integer>> rows = new TreeMap<>();
        byMonth.keySet().stream().sorted().forEach(month -> rows.computeIfAbsent(
                        Math.floorDiv(month, step) * step, first -> new ArrayList<>())
                .add(month));
        List<Cohort> triangle = new ArrayList<>();
        rows.forEach((first, months) -> triangle.add(row(first, months, byMonth, step, last, isOfLogos)));
        return triangle;
    }

    private static Cohort row(
            int first, List<Integer> months, Map<Integer, Flows> byMonth, int step, int last, boolean isOfLogos) {
        long logos = 0;
        long mrrE4 = 0;
        for (int month : months) {
            Flows flows = byMonth.getOrDefault(month, new Flows(month, month));
            logos += flows.logos(month);
            mrrE4 += flows.closingE4(month);
        }
        List<Cell> cells = new ArrayList<>();
        for (int offset = 0; first + offset * step <= last; offset++) {
            int end = Math.min(first + (offset + 1) * step - 1, last);
            long thereLogos = 0;
            long thereE4 = 0;
            for (int month : months) {
                if (month <= end) {
                    Flows flows = byMonth.getOrDefault(month, new Flows(month, end));
                    thereLogos += flows.logos(end);
                    thereE4 += flows.closingE4(end);
                }
            }
            cells.add(new Cell(
                    offset, thereLogos, thereE4, isOfLogos ? share(thereLogos, logos) : share(thereE4, mrrE4)));
        }
        return new Cohort(first, logos, mrrE4, cells);
    }

    private static @Nullable BigDecimal share(long part, long whole) {
        return whole == 0 ? null : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), MathContext.DECIMAL128);
    }
}
