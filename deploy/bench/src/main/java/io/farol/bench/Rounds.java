package io.farol.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Measures two ways of doing the same, interleaved A/B/A/B, and prints the medians and their ratio; no verdict of a test depends on it. */
public final class Rounds {
    private final String name;
    private final String unit;
    private final int count;

    /**
     * @param unit of what one round gives, such as {@code ms} or {@code µs CPU}
     * @param count rounds of each way, at least 5
     */
    public Rounds(String name, String unit, int count) {
        if (count < 5) {
            throw new IllegalArgumentException("a median of fewer than 5 rounds says little");
        }
        this.name = name;
        this.unit = unit;
        this.count = count;
    }

    /** Runs both and prints {@code name: ours … yardstick … ratio …}; the ratio of the medians, ours / yardstick. */
    public double compare(Callable<Double> ours, Callable<Double> yardstick) throws Exception {
        ours.call();
        yardstick.call();
        double[] mine = new double[count];
        double[] theirs = new double[count];
        for (int round = 0; round < count; round++) {
            mine[round] = ours.call();
            theirs[round] = yardstick.call();
        }
        double ratio = median(mine) / median(theirs);
        System.out.printf(
                Locale.ROOT,
                "%s: ours %.2f %s, yardstick %.2f %s, ratio %.3f (medians of %d rounds)%n",
                name,
                median(mine),
                unit,
                median(theirs),
                unit,
                ratio,
                count);
        return ratio;
    }

    /** Wall-clock milliseconds of some work, as one round of {@link #compare}. */
    public static Callable<Double> millis(Callable<?> work) {
        return () -> {
            long start = System.nanoTime();
            work.call();
            return (System.nanoTime() - start) / 1e6;
        };
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
