package io.farol.metrics.catalogue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * How long accounts stay, in months at whose end they were a logo, gaps out (12 recurrences = 12).
 *
 * <p>The value is the mean of those that ended, with their median; those that live on are counted as censored. Since that mean understates young bases, the Kaplan–Meier estimate stands
 * beside it: {@code S(t) = Π (1 − ended at tᵢ / still there before tᵢ)}, its median the first t with {@code S(t) ≤ 1/2} (null when it is not reached), its restricted mean the area under S up
 * to the longest life seen.
 */
record LifeTimeFormula() implements Formula {
    private static final BigDecimal HALF = new BigDecimal("0.5");

    @Override
    public Figure of(PeriodFacts facts) {
        SortedMap<Integer, long[]> lives = facts.lives();
        Figure figure = RatioFormula.ratio(numerator(), denominator(), Combination.of(Column.ENDED, Column.CENSORED))
                .whenZero("NO_ENDED_ACCOUNTS")
                .of(facts)
                .excluding(facts.get(Column.CENSORED))
                .with("median", median(lives, facts.get(Column.ENDED)), Unit.MONTHS)
                .with("kaplanMeierMean", kaplanMeierMean(lives), Unit.MONTHS)
                .with("kaplanMeierMedian", kaplanMeierMedian(lives), Unit.MONTHS);
        return facts.get(Column.CENSORED) > 0 ? figure.flagged("CENSORED") : figure;
    }

    @Override
    public Set<Column> columns() {
        return Set.of(Column.ENDED_MONTHS, Column.ENDED, Column.CENSORED);
    }

    @Override
    public Combination numerator() {
        return Combination.of(Column.ENDED_MONTHS);
    }

    @Override
    public Combination denominator() {
        return Combination.of(Column.ENDED);
    }

    private static @Nullable BigDecimal median(SortedMap<Integer, long[]> lives, long ended) {
        if (ended == 0) {
            return null;
        }
        BigDecimal sum = BigDecimal.valueOf(ranked(lives, (ended + 1) / 2) + ranked(lives, ended / 2 + 1));
        return sum.multiply(HALF);
    }

    /** Life of the k-th shortest that ended, k from 1. */
    private static long ranked(SortedMap<Integer, long[]> lives, long k) {
        long seen = 0;
        for (Map.Entry<Integer, long[]> life : lives.entrySet()) {
            seen += life.getValue()[0];
            if (seen >= k) {
                return life.getKey();
            }
        }
        throw new IllegalArgumentException("fewer than " + k + " ended");
    }

    static @Nullable BigDecimal kaplanMeierMean(SortedMap<Integer, long[]> lives) {
        if (lives.isEmpty()) {
            return null;
        }
        BigDecimal area = BigDecimal.ZERO;
        BigDecimal survival = BigDecimal.ONE;
        long atRisk = total(lives);
        int since = 0;
        for (Map.Entry<Integer, long[]> life : lives.entrySet()) {
            area = area.add(survival.multiply(BigDecimal.valueOf(life.getKey() - since), MathContext.DECIMAL128));
            survival = after(survival, life.getValue()[0], atRisk);
            atRisk -= life.getValue()[0] + life.getValue()[1];
            since = life.getKey();
        }
        return area;
    }

    static @Nullable BigDecimal kaplanMeierMedian(SortedMap<Integer, long[]> lives) {
        BigDecimal survival = BigDecimal.ONE;
        long atRisk = total(lives);
        for (Map.Entry<Integer, long[]> life : lives.entrySet()) {
            survival = after(survival, life.getValue()[0], atRisk);
            if (survival.compareTo(HALF) <= 0) {
                return BigDecimal.valueOf(life.getKey());
            }
            atRisk -= life.getValue()[0] + life.getValue()[1];
        }
        return null;
    }

    private static BigDecimal after(BigDecimal survival, long ended, long atRisk) {
        return survival.multiply(BigDecimal.valueOf(atRisk - ended))
                .divide(BigDecimal.valueOf(atRisk), MathContext.DECIMAL128);
    }

    private static long total(SortedMap<Integer, long[]> lives) {
        return lives.values().stream()
                .mapToLong(accounts -> accounts[0] + accounts[1])
                .sum();
    }
}
