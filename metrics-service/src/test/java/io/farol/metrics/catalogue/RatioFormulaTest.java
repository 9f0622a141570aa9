package io.farol.metrics.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Worked out by hand on one month: opening 1,000 (10 accounts), new 80, reactivation 20, expansion 50, readjustment 12, unfreeze 5, freeze 20, contraction 15, churn 40. */
class RatioFormulaTest {

    @ParameterizedTest
    @CsvSource({
        "mrr, STANDARD, 1092.000000, 13",
        "arr, STANDARD, 13104.000000, 13",
        "new_mrr, STANDARD, 80.000000, 2",
        "expansion_mrr, STANDARD, 50.000000, 3",
        "readjustment_mrr, STANDARD, 12.000000, 4",
        "contraction_mrr, STANDARD, 15.000000, 1",
        "churned_mrr, STANDARD, 40.000000, 2",
        "reactivation_mrr, STANDARD, 20.000000, 1",
        "freeze_mrr, STANDARD, 20.000000, 1",
        "unfreeze_mrr, STANDARD, 5.000000, 1",
        "net_new_mrr, STANDARD, 92.000000, 15",
        "gross_mrr_churn, STANDARD, 55.000000, 3",
        "gross_mrr_churn_rate, STANDARD, 0.055000, 10",
        "net_mrr_churn, STANDARD, -7.000000, 3",
        "net_mrr_churn, WITH_REACTIVATION, -27.000000, 3",
        "net_mrr_churn_rate, STANDARD, -0.007000, 10",
        "net_mrr_churn_rate, WITH_REACTIVATION, -0.027000, 10",
        "grr, COHORT, 0.920000, 10",
        "grr, ROLL_FORWARD, 0.925000, 10",
        "nrr, COHORT, 0.980000, 10",
        "nrr, ROLL_FORWARD, 0.992000, 10",
        "logo_churn_rate, START, 0.181818, 11",
        "logo_churn_rate, START_PLUS_NEW, 0.142857, 14",
        "retention_rate, STANDARD, 0.818182, 11",
        "quick_ratio, STANDARD, 2.727273, 9",
        "frozen_mrr, STANDARD, 30.000000, 2",
        "scheduled_churn_mrr, STANDARD, 7.000000, 1",
        "acv, PER_CONTRACT, 1000.000000, 12",
        "acv, PER_ACCOUNT, 1200.000000, 10"
    })
    void followsFromTheMonth(String key, String convention, String value, long n) {
        Figure figure = formula(key, convention).of(aMonth());

        assertEquals(value, shown(figure.value()));
        assertEquals(n, figure.n());
        assertEquals(List.of(), figure.flags());
    }

    @ParameterizedTest
    @CsvSource({
        "net_mrr_churn, STANDARD, 5.000000",
        "net_mrr_churn, WITH_REACTIVATION, -15.000000",
        "net_mrr_churn_rate, STANDARD, 0.005000",
        "net_mrr_churn_rate, WITH_REACTIVATION, -0.015000",
        "nrr, COHORT, 0.970000",
        "nrr, ROLL_FORWARD, 0.980000"
    })
    void saysTheSameWithoutIndexation(String key, String convention, String value) {
        Figure figure = formula(key, convention).of(aMonth());

        assertEquals(value, shown(also(figure, "exIndexation").value()));
    }

    @ParameterizedTest
    @CsvSource({"grr, COHORT, 18.000000", "nrr, COHORT, 19.000000", "grr, ROLL_FORWARD, 20.000000"})
    void saysHowMuchOfTheLossIsFrozen(String key, String convention, String value) {
        Figure figure = formula(key, convention).of(aMonth());

        assertEquals(value, shown(also(figure, "ofWhichFrozen").value()));
        assertEquals(Unit.MONEY, also(figure, "ofWhichFrozen").unit());
    }

    @Test
    void leavesUnsaidWhatHasNoDenominator() {
        Figure figure = formula("nrr", "COHORT").of(new PeriodFacts(1));

        assertNull(figure.value());
        assertEquals(List.of("NO_DENOMINATOR"), figure.flags());
        assertEquals(BigDecimal.ZERO.setScale(4), figure.denominator());
        assertNull(figure.also().get("exIndexation"));
    }

    @Test
    void hasNoQuickRatioWhenNothingWasLost() {
        Figure figure = formula("quick_ratio", "STANDARD").of(new PeriodFacts(1).put(Column.NEW, 10_0000));

        assertNull(figure.value());
        assertEquals(List.of("NOTHING_LOST"), figure.flags());
    }

    @Test
    void carriesWhatAValueWasMadeOf() {
        Figure figure = formula("gross_mrr_churn_rate", "STANDARD").of(aMonth());

        assertEquals(new BigDecimal("55.0000"), figure.numerator());
        assertEquals(new BigDecimal("1000.0000"), figure.denominator());
        assertEquals(0, figure.excluded());
    }

    static Formula formula(String key, String convention) {
        return Objects.requireNonNull(MetricCatalogue.get(key).conventions().get(convention));
    }

    static String shown(@org.jspecify.annotations.Nullable BigDecimal value) {
        return Objects.requireNonNull(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static Figure.Also also(Figure figure, String name) {
        return Objects.requireNonNull(figure.also().get(name));
    }

    private static PeriodFacts aMonth() {
        return new PeriodFacts(1)
                .put(Column.OPENING, 1000_0000)
                .put(Column.CLOSING, 1092_0000)
                .put(Column.FROZEN, 30_0000)
                .put(Column.NEW, 80_0000)
                .put(Column.REACTIVATION, 20_0000)
                .put(Column.EXPANSION, 50_0000)
                .put(Column.READJUSTMENT, 12_0000)
                .put(Column.UNFREEZE, 5_0000)
                .put(Column.FREEZE, 20_0000)
                .put(Column.CONTRACTION, 15_0000)
                .put(Column.CHURN, 40_0000)
                .put(Column.THEN, 1000_0000)
                .put(Column.NOW, 980_0000)
                .put(Column.MIN, 920_0000)
                .put(Column.INDEX, 10_0000)
                .put(Column.NOW_FROZEN, 19_0000)
                .put(Column.MIN_FROZEN, 18_0000)
                .put(Column.SCHEDULED, 7_0000)
                .put(Column.CONTRACT_VALUE, 12_000_0000)
                .put(Column.NEW_COUNT, 2)
                .put(Column.REACTIVATION_COUNT, 1)
                .put(Column.EXPANSION_COUNT, 3)
                .put(Column.READJUSTMENT_COUNT, 4)
                .put(Column.UNFREEZE_COUNT, 1)
                .put(Column.FREEZE_COUNT, 1)
                .put(Column.CONTRACTION_COUNT, 1)
                .put(Column.CHURN_COUNT, 2)
                .put(Column.PAYING, 13)
                .put(Column.PAYING_AT_START, 10)
                .put(Column.FROZEN_COUNT, 2)
                .put(Column.LOGOS_AT_START, 11)
                .put(Column.LOGOS_KEPT, 9)
                .put(Column.SCHEDULED_COUNT, 1)
                .put(Column.CONTRACTS, 12)
                .put(Column.CONTRACT_ACCOUNTS, 10);
    }
}
