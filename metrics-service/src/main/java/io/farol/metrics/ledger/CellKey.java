package io.farol.metrics.ledger;

/**
 * Names one figure of the statement by group.
 *
 * @param dim {@code total} or a grouping dimension
 * @param measure as documented at the table {@code cell}, or {@code NOW_w}, {@code MIN_w}, {@code INDEX_w} for {@code window_cell}
 */
public record CellKey(String dim, String value, String measure, int month) implements Comparable<CellKey> {
    /** The dimension with one group, {@code ""}. */
    public static final String TOTAL = "total";

    @Override
    public int compareTo(CellKey other) {
        int byDim = dim.compareTo(other.dim);
        int byValue = byDim != 0 ? byDim : value.compareTo(other.value);
        int byMeasure = byValue != 0 ? byValue : measure.compareTo(other.measure);
        return byMeasure != 0 ? byMeasure : Integer.compare(month, other.month);
    }
}
