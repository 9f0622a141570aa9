package io.farol.metrics.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TtfvFormulaTest {
    private static final PeriodFacts FACTS = new PeriodFacts(1)
            .addFirstValues(60, 50, 1)
            .addFirstValues(21, 21, 1)
            .addFirstValues(30, 30, 1)
            .add(Column.OPEN_ONBOARDINGS, 4);

    @Test
    void isTheMeanWithMedianAndPercentilesBesideIt() {
        Figure gross = new TtfvFormula(false).of(FACTS);

        assertEquals(0, gross.value().compareTo(new BigDecimal("37")));
        assertEquals(0, also(gross, "median").compareTo(new BigDecimal("30")));
        assertEquals(0, also(gross, "p75").compareTo(new BigDecimal("45")));
        assertEquals(0, also(gross, "p90").compareTo(new BigDecimal("54")));
        assertEquals(3, gross.n());
        assertEquals(4, gross.excluded());
        assertEquals(List.of("CENSORED"), gross.flags());
        assertEquals(0, also(new TtfvFormula(true).of(FACTS), "p75").compareTo(new BigDecimal("40")));
    }

    @Test
    void saysNothingWhileNobodyIsThere() {
        Figure none = new TtfvFormula(false).of(new PeriodFacts(1));

        assertNull(none.value());
        assertEquals(List.of("NO_FIRST_VALUE"), none.flags());
        assertEquals(0, none.excluded());
    }

    @Test
    void interpolatesBetweenRanksAndCountsEqualDays() {
        TreeMap<Integer, Long> accounts = new TreeMap<>();
        accounts.put(10, 3L);
        accounts.put(20, 1L);

        assertEquals(0, TtfvFormula.percentile(accounts, new BigDecimal("0.5")).compareTo(BigDecimal.TEN));
        assertEquals(0, TtfvFormula.percentile(accounts, new BigDecimal("0.75")).compareTo(new BigDecimal("12.5")));
        assertEquals(0, TtfvFormula.percentile(accounts, BigDecimal.ONE).compareTo(new BigDecimal("20")));
        accounts.remove(20);
        assertEquals(0, TtfvFormula.percentile(accounts, new BigDecimal("0.9")).compareTo(BigDecimal.TEN));
    }

    private static BigDecimal also(Figure figure, String name) {
        return figure.also().get(name).value();
    }
}
