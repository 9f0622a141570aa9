package io.farol.onboarding.onboarding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.onboarding.onboarding.ClockFormula.Rest;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockFormulaTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 10);

    @Test
    void countsDaysToTheExclusiveEnd() {
        assertEquals(12, ClockFormula.days(DAY, DAY.plusDays(12)));
        assertEquals(0, ClockFormula.days(DAY, DAY));
        assertEquals(0, ClockFormula.days(DAY, DAY.minusDays(1)));
    }

    @Test
    void countsRestWithinTheTimeOnly() {
        List<Rest> rests = List.of(
                new Rest(DAY.minusDays(5), DAY.plusDays(2)),
                new Rest(DAY.plusDays(4), DAY.plusDays(7)),
                new Rest(DAY.plusDays(8), null));

        assertEquals(2 + 3 + 2, ClockFormula.restDays(rests, DAY, DAY.plusDays(10)));
        assertEquals(1, ClockFormula.restDays(rests, DAY.plusDays(6), DAY.plusDays(8)));
        assertEquals(0, ClockFormula.restDays(rests, DAY.plusDays(2), DAY.plusDays(4)));
        assertEquals(0, ClockFormula.restDays(List.of(), DAY, DAY.plusDays(10)));
    }
}
