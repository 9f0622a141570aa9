package io.farol.metrics.catalogue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A sum of columns with whole factors. */
record Combination(Map<Column, Integer> factors) {
    /** Nothing. */
    static final Combination NONE = new Combination(Map.of());

    Combination {
        factors = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(factors));
    }

    static Combination of(Column... columns) {
        return NONE.plus(columns);
    }

    Combination plus(Column... columns) {
        return with(1, columns);
    }

    Combination minus(Column... columns) {
        return with(-1, columns);
    }

    /** Each of it so many times. */
    Combination times(int factor) {
        Map<Column, Integer> products = new LinkedHashMap<>();
        factors.forEach((column, own) -> products.put(column, own * factor));
        return new Combination(products);
    }

    private Combination with(int factor, Column... columns) {
        Map<Column, Integer> sum = new LinkedHashMap<>(factors);
        for (Column column : columns) {
            sum.merge(column, factor, Integer::sum);
        }
        return new Combination(sum);
    }

    boolean isEmpty() {
        return factors.isEmpty();
    }

    boolean isMoney() {
        return factors.keySet().stream().anyMatch(Column::isMoney);
    }

    /** Exact; money in whole units of the currency. */
    BigDecimal of(PeriodFacts facts) {
        return isMoney() ? BigDecimal.valueOf(sum(facts), 4) : BigDecimal.valueOf(sum(facts));
    }

    /** Money in 1/10,000. */
    long sum(PeriodFacts facts) {
        long sum = 0;
        for (Map.Entry<Column, Integer> term : factors.entrySet()) {
            sum += facts.get(term.getKey()) * term.getValue();
        }
        return sum;
    }

    /** The same of one account. */
    String sql() {
        if (isEmpty()) {
            return "0";
        }
        List<String> terms = new ArrayList<>();
        factors.forEach((column, factor) -> terms.add(factor + " * " + column.sql()));
        return String.join(" + ", terms);
    }
}
