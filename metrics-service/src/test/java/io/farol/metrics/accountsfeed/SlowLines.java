package io.farol.metrics.accountsfeed;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The lines of some accounts on every day, valued as a convention says, with nothing of production in it. What a rate does on a day, it does to what was held the day before. */
final class SlowLines {
    private static final LocalDate DAY_0 = SlowLedger.FIRST.atDay(1);
    static final int DAYS = (int) ChronoUnit.DAYS.between(
            DAY_0, SlowLedger.FIRST.plusMonths(SlowLedger.MONTHS).atDay(1));

    /** Sums of some lines by day, in 1/10,000. */
    static final class Sums {
        final long[] gross = new long[DAYS];
        final long[] frozen = new long[DAYS];
        final long[] readjusted = new long[DAYS];
        final long[] fx = new long[DAYS];
        final long[] frozenFx = new long[DAYS];
    }

    private final Books books;
    private final SlowConvention convention;
    final Sums all = new Sums();
    final Map<String, Map<String, Sums>> byLineGroup =
            new TreeMap<>(Map.of("product", new HashMap<>(), "term", new HashMap<>()));

    SlowLines(Books books, SlowConvention convention) {
        this.books = books;
        this.convention = convention;
    }

    void add(UUID account) {
        boolean[] suspended = suspended(books.accounts.get(account));
        for (JsonNode contract : books.contractsById.values()) {
            if (contract.get("accountId").asText().equals(account.toString())) {
                for (JsonNode line : contract.get("lines")) {
                    if (!line.get("terms").isEmpty()) {
                        addLine(
                                line,
                                suspended,
                                all,
                                group("product", line.get("productId").asText()),
                                group("term", term(contract)));
                    }
                }
            }
        }
    }

    private Sums group(String dim, String value) {
        return byLineGroup.get(dim).computeIfAbsent(value, ignored -> new Sums());
    }

    private void addLine(JsonNode line, boolean[] suspended, Sums... all) {
        BigDecimal taxRate = books.taxRate(line);
        JsonNode[] termOfDay = new JsonNode[DAYS];
        boolean[] isStartOfReadjustment = new boolean[DAYS];
        for (JsonNode term : line.get("terms")) {
            LocalDate end = term.get("endsOn").isNull()
                    ? DAY_0.plusDays(DAYS)
                    : LocalDate.parse(term.get("endsOn").asText());
            for (int d = day(start(term)); d < Math.min(DAYS, day(end)); d++) {
                termOfDay[d] = term;
            }
            for (JsonNode earlier : line.get("terms")) {
                if ("READJUSTMENT".equals(term.get("changeKind").textValue())
                        && convention.goesOn(earlier, term, taxRate)
                        && term.get("startsOn").equals(earlier.get("endsOn"))) {
                    isStartOfReadjustment[day(start(term))] = true;
                }
            }
        }
        for (int d = 0; d < DAYS; d++) {
            long now = worth(termOfDay[d], taxRate, d);
            long before = d == 0 ? 0 : worth(termOfDay[d - 1], taxRate, d - 1);
            long held = d == 0 ? 0 : worth(termOfDay[d - 1], taxRate, d);
            boolean wasSuspended = d > 0 && suspended[d - 1];
            for (Sums sums : all) {
                sums.gross[d] += now;
                sums.frozen[d] += suspended[d] ? now : 0;
                sums.fx[d] += wasSuspended ? 0 : held - before;
                sums.frozenFx[d] += wasSuspended ? held - before : 0;
                sums.readjusted[d] += isStartOfReadjustment[d] ? now - held : 0;
            }
        }
    }

    /** In the reporting currency, 1/10,000; 0 while there is no rate. */
    private long worth(@Nullable JsonNode term, BigDecimal taxRate, int d) {
        if (term == null) {
            return 0;
        }
        String currency = term.get("currency").asText();
        BigDecimal kept = rate(currency, start(term));
        LocalDate day = DAY_0.plusDays(d);
        BigDecimal current = rate(currency, day.isAfter(convention.asOf()) ? convention.asOf() : day);
        BigDecimal rate = convention.isCurrent() && current != null ? current : kept;
        return kept == null
                ? 0
                : BigDecimal.valueOf(convention.mrrE4(term, taxRate))
                        .multiply(rate)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact();
    }

    private final Map<String, @Nullable BigDecimal> found = new HashMap<>();

    private @Nullable BigDecimal rate(String currency, LocalDate on) {
        String key = currency + on;
        if (!found.containsKey(key)) {
            found.put(key, look(currency, on));
        }
        return found.get(key);
    }

    private @Nullable BigDecimal look(String currency, LocalDate on) {
        if (currency.equals("BRL")) {
            return BigDecimal.ONE;
        }
        BigDecimal latest = null;
        LocalDate latestOn = LocalDate.MIN;
        for (JsonNode rate : books.rates.values()) {
            LocalDate ratedOn = LocalDate.parse(rate.get("ratedOn").asText());
            if (rate.get("currency").asText().equals(currency) && !ratedOn.isAfter(on) && ratedOn.isAfter(latestOn)) {
                latest = new BigDecimal(rate.get("rate").asText());
                latestOn = ratedOn;
            }
        }
        return latest;
    }

    private static LocalDate start(JsonNode term) {
        return LocalDate.parse(term.get("startsOn").asText());
    }

    /** The contracts here are open, or of one or twelve months. */
    private static String term(JsonNode contract) {
        if (contract.get("termEndsOn").isNull()) {
            return "OPEN";
        }
        LocalDate start = LocalDate.parse(contract.get("termStartsOn").asText());
        long months = ChronoUnit.MONTHS.between(
                start, LocalDate.parse(contract.get("termEndsOn").asText()));
        return "M" + months;
    }

    private static boolean[] suspended(JsonNode account) {
        boolean[] suspended = new boolean[DAYS];
        for (JsonNode freeze : account.get("freezes")) {
            if (freeze.get("isBillingSuspended").asBoolean()) {
                Arrays.fill(
                        suspended,
                        day(LocalDate.parse(freeze.get("from").asText())),
                        Math.max(
                                day(LocalDate.parse(freeze.get("from").asText())),
                                day(LocalDate.parse(freeze.get("until").asText()))),
                        true);
            }
        }
        return suspended;
    }

    static int day(LocalDate date) {
        return Math.clamp(ChronoUnit.DAYS.between(DAY_0, date), 0, DAYS);
    }
}
