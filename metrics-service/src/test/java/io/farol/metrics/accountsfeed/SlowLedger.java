package io.farol.metrics.accountsfeed;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The definition taken at its word: every line on every day, then month by month, with nothing of production in it. Answers are texts {@code dim|value|month|name} to numbers, so that they
 * can be compared with those made from cells.
 */
final class SlowLedger {
    static final YearMonth FIRST = YearMonth.of(2022, 1);
    static final int MONTHS = 72;
    private static final LocalDate DAY_0 = FIRST.atDay(1);
    private static final int DAYS =
            (int) ChronoUnit.DAYS.between(DAY_0, FIRST.plusMonths(MONTHS).atDay(1));

    private final Books books;
    private final Map<String, Long> figures = new TreeMap<>();

    SlowLedger(Books books) {
        this.books = books;
    }

    /** Non-zero figures only. */
    Map<String, Long> figures() {
        for (UUID id : books.accounts.keySet()) {
            addAccount(id);
        }
        figures.values().removeIf(value -> value == 0);
        return figures;
    }

    private void addAccount(UUID id) {
        long[] gross = new long[DAYS];
        long[] readjusted = new long[DAYS];
        Map<String, long[]> grossByProduct = new HashMap<>();
        for (JsonNode contract : books.contracts.values()) {
            if (!contract.get("accountId").asText().equals(id.toString())) {
                continue;
            }
            for (JsonNode line : contract.get("lines")) {
                long[] ofLine = new long[DAYS];
                boolean[] isStartOfReadjustment = new boolean[DAYS];
                for (JsonNode term : line.get("terms")) {
                    fill(ofLine, term);
                    for (JsonNode earlier : line.get("terms")) {
                        if ("READJUSTMENT".equals(term.get("changeKind").textValue())
                                && term.get("startsOn").equals(earlier.get("endsOn"))) {
                            isStartOfReadjustment[
                                    day(LocalDate.parse(term.get("startsOn").asText()))] = true;
                        }
                    }
                }
                long[] ofProduct =
                        grossByProduct.computeIfAbsent(line.get("productId").asText(), p -> new long[DAYS]);
                for (int d = 0; d < DAYS; d++) {
                    gross[d] += ofLine[d];
                    ofProduct[d] += ofLine[d];
                    if (d > 0 && isStartOfReadjustment[d]) {
                        readjusted[d] += ofLine[d] - ofLine[d - 1];
                    }
                }
            }
        }
        boolean[] suspended = suspended(books.accounts.get(id));
        long[] mrr = new long[DAYS];
        long[] frozen = new long[DAYS];
        for (int d = 0; d < DAYS; d++) {
            mrr[d] = suspended[d] ? 0 : gross[d];
            frozen[d] = suspended[d] ? gross[d] : 0;
        }
        new Account(id, mrr, frozen, readjusted, suspended, grossByProduct).add();
    }

    private void fill(long[] ofLine, JsonNode term) {
        LocalDate start = LocalDate.parse(term.get("startsOn").asText());
        LocalDate end = term.get("endsOn").isNull()
                ? DAY_0.plusDays(DAYS)
                : LocalDate.parse(term.get("endsOn").asText());
        BigDecimal rate = rate(term.get("currency").asText(), start);
        long value = rate == null
                ? 0
                : BigDecimal.valueOf(term.get("mrrE4").asLong())
                        .multiply(rate)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact();
        for (int d = day(start); d < Math.min(DAYS, day(end)); d++) {
            ofLine[d] = value;
        }
    }

    private @Nullable BigDecimal rate(String currency, LocalDate on) {
        if (currency.equals("BRL")) {
            return BigDecimal.ONE;
        }
        BigDecimal found = null;
        LocalDate foundOn = LocalDate.MIN;
        for (JsonNode rate : books.rates.values()) {
            LocalDate ratedOn = LocalDate.parse(rate.get("ratedOn").asText());
            if (rate.get("currency").asText().equals(currency) && !ratedOn.isAfter(on) && ratedOn.isAfter(foundOn)) {
                found = new BigDecimal(rate.get("rate").asText());
                foundOn = ratedOn;
            }
        }
        return found;
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

    private static int day(LocalDate date) {
        return Math.clamp(ChronoUnit.DAYS.between(DAY_0, date), 0, DAYS);
    }

    private static int lastDay(int month) {
        return day(FIRST.plusMonths(month).atEndOfMonth());
    }

    static String monthText(int month) {
        return FIRST.plusMonths(month).toString();
    }

    private void add(String dim, String value, int month, String name, long amount) {
        figures.merge(dim + "|" + value + "|" + monthText(month) + "|" + name, amount, Long::sum);
    }

    private final class Account {
        private final UUID id;
        private final long[] mrr;
        private final long[] frozen;
        private final long[] readjusted;
        private final boolean[] suspended;
        private final Map<String, long[]> grossByProduct;
        private final long[] monthReadjustment = new long[MONTHS];

        private Account(
                UUID id,
                long[] mrr,
                long[] frozen,
                long[] readjusted,
                boolean[] suspended,
                Map<String, long[]> grossByProduct) {
            this.id = id;
            this.mrr = mrr;
            this.frozen = frozen;
            this.readjusted = readjusted;
            this.suspended = suspended;
            this.grossByProduct = grossByProduct;
        }

        private long gross(int d) {
            return mrr[d] + frozen[d];
        }

        private long mrrAt(int month) {
            return month < 0 ? 0 : mrr[lastDay(month)];
        }

        private long frozenAt(int month) {
            return month < 0 ? 0 : frozen[lastDay(month)];
        }

        private boolean isLogo(int month) {
            return mrrAt(month) + frozenAt(month) > 0;
        }

        private void add() {
            String cohort = null;
            for (int m = 0; m < MONTHS && cohort == null; m++) {
                cohort = isLogo(m) ? monthText(m) : null;
            }
            if (cohort == null) {
                return;
            }
            TreeSet<String> dims = new TreeSet<>(List.of("sector", "seller", "attr.size"));
            for (int m = 0; m < MONTHS; m++) {
                netMonth(m, "total", "", "");
                netMonth(m, "cohort", cohort, cohort);
                for (String dim : dims) {
                    netMonth(m, dim, group(dim, m - 1), group(dim, m));
                }
                for (Map.Entry<String, long[]> product : grossByProduct.entrySet()) {
                    int d = lastDay(m);
                    long value = suspended[d] ? 0 : product.getValue()[d];
                    SlowLedger.this.add("product", product.getKey(), m, "closing", value);
                    SlowLedger.this.add("product", product.getKey(), m, "logos", product.getValue()[d] > 0 ? 1 : 0);
                    SlowLedger.this.add("product", product.getKey(), m, "frozen", product.getValue()[d] - value);
                }
            }
            for (int window : new int[] {1, 3, 6, 12}) {
                for (int m = 0; m < MONTHS; m++) {
                    addWindow(m, window, "total", "");
                    addWindow(m, window, "cohort", cohort);
                    for (String dim : dims) {
                        addWindow(m, window, dim, group(dim, m - window));
                    }
                }
            }
        }

        private void netMonth(int m, String dim, String groupBefore, String groupNow) {
            long opening = mrrAt(m - 1);
            long closing = mrrAt(m);
            long frozenOpening = frozenAt(m - 1);
            long frozenClosing = frozenAt(m);
            boolean was = isLogo(m - 1);
            boolean is = isLogo(m);
            stock(m, dim, groupNow, closing, frozenClosing);
            if (!was && is) {
                boolean ever = false;
                for (int earlier = 0; earlier < m; earlier++) {
                    ever |= isLogo(earlier);
                }
                flow(m, dim, groupNow, ever ? "REACTIVATION" : "NEW", closing + frozenClosing);
                flow(m, dim, groupNow, "FREEZE", frozenClosing);
            } else if (was && !is) {
                flow(m, dim, groupBefore, "CHURN", opening + frozenOpening);
                flow(m, dim, groupBefore, "UNFREEZE", frozenOpening);
            } else if (was) {
                stay(m, dim, groupBefore, opening, closing);
                if (!groupBefore.equals(groupNow)) {
                    SlowLedger.this.add(dim, groupBefore, m, "TRANSFER_OUT", closing);
                    SlowLedger.this.add(dim, groupBefore, m, "TRANSFER_OUT.n", 1);
                    SlowLedger.this.add(dim, groupNow, m, "TRANSFER_IN", closing);
                    SlowLedger.this.add(dim, groupNow, m, "TRANSFER_IN.n", 1);
                }
            }
        }

        private void stay(int m, String dim, String group, long opening, long closing) {
            long readjustment = 0;
            long freeze = 0;
            long unfreeze = 0;
            for (int d = m == 0 ? 1 : lastDay(m - 1) + 1; d <= lastDay(m); d++) {
                readjustment += gross(d - 1) > 0 && gross(d) > 0 ? readjusted[d] : 0;
                freeze += Math.max(0, frozen[d] - frozen[d - 1]);
                unfreeze += Math.max(0, frozen[d - 1] - frozen[d]);
            }
            monthReadjustment[m] = readjustment;
            long rest = closing - opening - readjustment + freeze - unfreeze;
            flow(m, dim, group, "READJUSTMENT", readjustment);
            flow(m, dim, group, "FREEZE", freeze);
            flow(m, dim, group, "UNFREEZE", unfreeze);
            flow(m, dim, group, rest > 0 ? "EXPANSION" : "CONTRACTION", Math.abs(rest));
        }

        private void flow(int m, String dim, String group, String kind, long amount) {
            if (amount != 0) {
                SlowLedger.this.add(dim, group, m, kind, amount);
                SlowLedger.this.add(dim, group, m, kind + ".n", 1);
            }
        }

        private void stock(int m, String dim, String group, long closing, long frozenClosing) {
            SlowLedger.this.add(dim, group, m, "closing", closing);
            SlowLedger.this.add(dim, group, m, "logos", closing + frozenClosing > 0 ? 1 : 0);
            SlowLedger.this.add(dim, group, m, "frozen", frozenClosing);
            SlowLedger.this.add(dim, group, m, "frozen.n", frozenClosing > 0 ? 1 : 0);
        }

        private void addWindow(int m, int window, String dim, String groupThen) {
            long then = mrrAt(m - window);
            long now = mrrAt(m);
            long index = 0;
            for (int month = Math.max(0, m - window + 1); month <= m; month++) {
                index += monthReadjustment[month];
            }
            String name = "w" + window + ".";
            SlowLedger.this.add(dim, groupThen, m, name + "then", then);
            SlowLedger.this.add(dim, groupThen, m, name + "now", then > 0 ? now : 0);
            SlowLedger.this.add(dim, groupThen, m, name + "min", Math.min(then, now));
            SlowLedger.this.add(dim, groupThen, m, name + "index", then > 0 && now > 0 ? index : 0);
            SlowLedger.this.add(dim, groupThen, m, name + "kept", isLogo(m - window) && isLogo(m) ? 1 : 0);
        }

        private String group(String dim, int month) {
            LocalDate on = FIRST.plusMonths(month).atEndOfMonth();
            String value = "NONE";
            LocalDate valueFrom = LocalDate.MIN;
            for (JsonNode group : books.accounts.get(id).get("groups")) {
                LocalDate from = group.get("fromOn").isNull()
                        ? LocalDate.MIN
                        : LocalDate.parse(group.get("fromOn").asText());
                if (group.get("dimension").asText().equals(dim) && !from.isAfter(on) && !from.isBefore(valueFrom)) {
                    value = group.get("value").isNull()
                            ? "NONE"
                            : group.get("value").asText();
                    valueFrom = from;
                }
            }
            return value;
        }
    }
}
