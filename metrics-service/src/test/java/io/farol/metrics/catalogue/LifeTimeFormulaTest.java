package io.farol.metrics.catalogue;

import static io.farol.metrics.catalogue.RatioFormulaTest.shown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Worked out by hand. Ended after 2, 4, 4 and 10 months, living on since 4 and 12: S = 5/6 from 2, 5/6 × 3/5 = 1/2 from 4, 1/2 × 1/2 = 1/4 from 10, no end at 12. Area to 12 =
 * 2 + 2 × 5/6 + 6 × 1/2 + 2 × 1/4 = 7.1666….
 */
class LifeTimeFormulaTest {
    private static final LifeTimeFormula FORMULA = new LifeTimeFormula();

    @Test
    void isTheMeanOfThoseThatEnded() {
        Figure figure = FORMULA.of(six());

        assertEquals("5.000000", shown(figure.value()));
        assertEquals(BigDecimal.valueOf(20), figure.numerator());
        assertEquals(BigDecimal.valueOf(4), figure.denominator());
        assertEquals(6, figure.n());
        assertEquals(2, figure.excluded());
        assertEquals(List.of("CENSORED"), figure.flags());
        assertEquals("4.000000", also(figure, "median"));
    }

    @Test
    void estimatesWithThoseThatLiveOn() {
        Figure figure = FORMULA.of(six());

        assertEquals("7.166667", also(figure, "kaplanMeierMean"));
        assertEquals("4.000000", also(figure, "kaplanMeierMedian"));
    }

    @Test
    void hasNoMedianWhereMoreThanHalfLiveOn() {
        PeriodFacts facts = new PeriodFacts(1).addLives(3, true, 1).addLives(9, false, 3);

        assertNull(LifeTimeFormula.kaplanMeierMedian(facts.lives()));
        assertEquals("7.500000", shown(LifeTimeFormula.kaplanMeierMean(facts.lives())));
    }

    @Test
    void saysNothingOfABaseThatNobodyLeft() {
        Figure figure = FORMULA.of(new PeriodFacts(1).addLives(9, false, 3));

        assertNull(figure.value());
        assertEquals(List.of("NO_ENDED_ACCOUNTS", "CENSORED"), figure.flags());
        assertNull(Objects.requireNonNull(figure.also().get("median")).value());
    }

    @Test
    void saysNothingOfNobody() {
        Figure figure = FORMULA.of(new PeriodFacts(1));

        assertNull(figure.value());
        assertEquals(List.of("NO_ENDED_ACCOUNTS"), figure.flags());
        assertNull(LifeTimeFormula.kaplanMeierMean(new PeriodFacts(1).lives()));
    }

    @Test
    void takesTheMiddleOfTwo() {
        Figure figure = FORMULA.of(new PeriodFacts(1)
                .addLives(1, true, 1)
                .addLives(2, true, 1)
                .addLives(5, true, 1)
                .addLives(90, true, 1));

        assertEquals("3.500000", also(figure, "median"));
        assertEquals("24.500000", shown(figure.value()));
        assertEquals(List.of(), figure.flags());
    }

    private static PeriodFacts six() {
        return new PeriodFacts(1)
                .addLives(2, true, 1)
                .addLives(4, true, 2)
                .addLives(4, false, 1)
                .addLives(10, true, 1)
                .addLives(12, false, 1);
    }

    private static String also(Figure figure, String name) {
        return shown(Objects.requireNonNull(figure.also().get(name)).value());
    }
}
