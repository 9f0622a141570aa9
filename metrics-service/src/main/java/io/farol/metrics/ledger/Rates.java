package io.farol.metrics.ledger;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Exchange rates as believed at one moment: units of the reporting currency for 1 unit of a currency, in force until the next one. */
public final class Rates {
    private final Map<String, NavigableMap<LocalDate, BigDecimal>> byCurrency = new HashMap<>();

    /** Adds a rate; of several of one day the first counts. */
    public Rates add(String currency, LocalDate ratedOn, BigDecimal rate) {
        byCurrency.computeIfAbsent(currency, ignored -> new TreeMap<>()).putIfAbsent(ratedOn, rate);
        return this;
    }

    /** The rate in force on a day; empty when none was rated on it or before. */
    Optional<BigDecimal> inForce(String currency, LocalDate day) {
        NavigableMap<LocalDate, BigDecimal> dated = byCurrency.get(currency);
        return dated == null
                ? Optional.empty()
                : Optional.ofNullable(dated.floorEntry(day)).map(Map.Entry::getValue);
    }

    /** The day of a currency's latest rate; empty when there is none. */
    Optional<LocalDate> latest(String currency) {
        return Optional.ofNullable(byCurrency.get(currency)).map(NavigableMap::lastKey);
    }
}
