package io.farol.metrics.catalogue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Most metrics: a combination of sums, or one over another. A denominator of 0 gives no value and a flag, never 0.
 *
 * @param numerator of the value
 * @param denominator empty = the numerator is the value
 * @param exIndexation the numerator without readjustments by index; null = not said
 * @param frozen how much suspended MRR counts as lost in it; null = not said
 * @param n accounts (contracts) behind the value
 * @param whenZero flag for a denominator of 0
 */
record RatioFormula(
        Combination numerator,
        Combination denominator,
        @Nullable Combination exIndexation,
        @Nullable Combination frozen,
        Combination n,
        String whenZero)
        implements Formula {

    static RatioFormula sum(Combination numerator, Combination n) {
        return new RatioFormula(numerator, Combination.NONE, null, null, n, "");
    }

    static RatioFormula ratio(Combination numerator, Combination denominator, Combination n) {
        return new RatioFormula(numerator, denominator, null, null, n, "NO_DENOMINATOR");
    }

    RatioFormula exIndexation(Combination without) {
        return new RatioFormula(numerator, denominator, without, frozen, n, whenZero);
    }

    RatioFormula ofWhichFrozen(Combination suspended) {
        return new RatioFormula(numerator, denominator, exIndexation, suspended, n, whenZero);
    }

    RatioFormula whenZero(String flag) {
        return new RatioFormula(numerator, denominator, exIndexation, frozen, n, flag);
    }

    @Override
    public Figure of(PeriodFacts facts) {
        BigDecimal over = numerator.of(facts);
        @Nullable BigDecimal under = denominator.isEmpty() ? null : denominator.of(facts);
        boolean isUndefined = under != null && under.signum() == 0;
        Figure figure = new Figure(
                isUndefined ? null : divided(over, under),
                over,
                under,
                n.of(facts).longValueExact(),
                0,
                isUndefined ? List.of(whenZero) : List.of(),
                Map.of());
        if (exIndexation != null && !isUndefined) {
            figure = figure.with("exIndexation", divided(exIndexation.of(facts), under), unit());
        }
        if (frozen != null) {
            figure = figure.with("ofWhichFrozen", frozen.of(facts), Unit.MONEY);
        }
        return figure;
    }

    @Override
    public Set<Column> columns() {
        return Stream.of(numerator, denominator, exIndexation, frozen, n)
                .filter(Objects::nonNull)
                .flatMap(part -> part.factors().keySet().stream())
                .collect(Collectors.toSet());
    }

    private Unit unit() {
        return numerator.isMoney() && (denominator.isEmpty() || !denominator.isMoney()) ? Unit.MONEY : Unit.RATIO;
    }

    private static BigDecimal divided(BigDecimal over, @Nullable BigDecimal under) {
        return under == null ? over : over.divide(under, MathContext.DECIMAL128);
    }
}
