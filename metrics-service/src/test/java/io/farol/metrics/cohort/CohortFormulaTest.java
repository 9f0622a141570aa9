package io.farol.metrics.cohort;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.farol.metrics.statement.Flows;
import io.farol.metrics.statement.Measure;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Worked out by hand: January brings 4 accounts with 400, of which one with 100 leaves in February; March brings 1 with 50, which grows to 75 in April. */
class CohortFormulaTest {
    private static final int JANUARY = 2026 * 12;
    private static final int MARCH = JANUARY + 2;
    private static final int APRIL = JANUARY + 3;

    @Test
    void followsEachMonthsCohort() {
        List<CohortFormula.Cohort> byMrr = CohortFormula.triangle(cohorts(), 1, APRIL, false);

        assertEquals(
                List.of(JANUARY, MARCH),
                byMrr.stream().map(CohortFormula.Cohort::first).toList());
        assertEquals(List.of("1", "0.75", "0.75", "0.75"), shares(byMrr.getFirst()));
        assertEquals(List.of("1", "1.5"), shares(byMrr.getLast()));
        assertEquals(4, byMrr.getFirst().logos());
        assertEquals(400_0000, byMrr.getFirst().mrrE4());
        assertEquals(3, byMrr.getFirst().cells().getLast().logos());
        assertEquals(75_0000, byMrr.getLast().cells().getLast().mrrE4());
    }

    @Test
    void joinsThoseOfAQuarter() {
        List<CohortFormula.Cohort> byLogo = CohortFormula.triangle(cohorts(), 3, APRIL, true);

        assertEquals(1, byLogo.size());
        assertEquals(5, byLogo.getFirst().logos());
        assertEquals(450_0000, byLogo.getFirst().mrrE4());
        assertEquals(List.of("0.8", "0.8"), shares(byLogo.getFirst()));
        assertEquals(
                List.of(350_0000L, 375_0000L),
                byLogo.getFirst().cells().stream()
                        .map(CohortFormula.Cell::mrrE4)
                        .toList());
    }

    @Test
    void hasNoShareOfNothing() {
        assertNull(CohortFormula.triangle(Map.of(JANUARY, new Flows(JANUARY, APRIL)), 1, APRIL, true)
                .getFirst()
                .cells()
                .getFirst()
                .share());
    }

    private static List<String> shares(CohortFormula.Cohort cohort) {
        return cohort.cells().stream()
                .map(cell -> Objects.requireNonNull(cell.share()))
                .map(BigDecimal::toPlainString)
                .toList();
    }

    private static Map<Integer, Flows> cohorts() {
        Flows january = new Flows(JANUARY, APRIL);
        january.add(Measure.NEW, JANUARY, 400_0000, 4);
        january.add(Measure.CHURN, JANUARY + 1, 100_0000, 1);
        Flows march = new Flows(JANUARY, APRIL);
        march.add(Measure.NEW, MARCH, 50_0000, 1);
        march.add(Measure.EXPANSION, APRIL, 25_0000, 1);
        return Map.of(JANUARY, january, MARCH, march);
    }
}
