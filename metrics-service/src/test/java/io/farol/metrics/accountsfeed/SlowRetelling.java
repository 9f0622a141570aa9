package io.farol.metrics.accountsfeed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The conventions taken at their word: every line on every day, then month by month, with nothing of production in it. Answers are texts {@code dim|value|month|name} to numbers, as those of
 * {@link SlowLedger}, which knows no conventions.
 */
final class SlowRetelling {
    private static final YearMonth FIRST = SlowLedger.FIRST;
    private static final int MONTHS = SlowLedger.MONTHS;

    private final Books books;
    private final Map<String, Long> figures = new TreeMap<>();

    private final SlowConvention convention;

    SlowRetelling(Books books, SlowConvention convention) {
        this.books = books;
        this.convention = convention;
    }

    /** Non-zero figures only. */
    Map<String, Long> figures() {
        Map<UUID, SlowLines> linesByLogo = new LinkedHashMap<>();
        for (UUID id : books.accounts.keySet()) {
            linesByLogo
                    .computeIfAbsent(convention.logo(books, id), ignored -> new SlowLines(books, convention))
                    .add(id);
        }
        linesByLogo.forEach(this::addLogo);
        figures.values().removeIf(value -> value == 0);
        return figures;
    }

    private void addLogo(UUID id, SlowLines lines) {
        long[] gross = lines.all.gross;
        for (int d = 1; d < SlowLines.DAYS; d++) {
            boolean isLogo = gross[d - 1] > 0 && gross[d] > 0;
            int day = d;
            lines.byLineGroup.values().forEach(dim -> dim.values()
                    .forEach(sums -> sums.readjusted[day] = isLogo ? sums.readjusted[day] : 0));
        }
        Account account = new Account(id, lines.all);
        account.add();
        lines.byLineGroup.forEach((dim, byValue) -> account.addLineGroups(
                new SlowRetoldLines(byValue, (value, month, name, amount) -> add(dim, value, month, name, amount))));
    }

    private static int lastDay(int month) {
        return SlowLines.day(FIRST.plusMonths(month).atEndOfMonth());
    }

    static String monthText(int month) {
        return FIRST.plusMonths(month).toString();
    }

    private void add(String dim, String value, int month, String name, long amount) {
        figures.merge(dim + "|" + value + "|" + monthText(month) + "|" + name, amount, Long::sum);
    }

    private final class Account {
        private final UUID id;
        private final SlowLines.Sums lines;
        private final long[] monthReadjustment = new long[MONTHS];

        private Account(UUID id, SlowLines.Sums lines) {
            this.id = id;
            this.lines = lines;
        }

        private long gross(int d) {
            return lines.gross[d];
        }

        private long mrrAt(int month) {
            return month < 0 ? 0 : gross(lastDay(month)) - frozenAt(month);
        }

        private long frozenAt(int month) {
            return month < 0 ? 0 : lines.frozen[lastDay(month)];
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
            }
            int lived = 0;
            for (int m = 0; m < MONTHS; m++) {
                lived += isLogo(m) ? 1 : 0;
                if (lived > 0) {
                    String life = "life." + (isLogo(m) ? "open." : "ended.") + lived;
                    SlowRetelling.this.add("total", "", m, life, 1);
                    SlowRetelling.this.add("cohort", cohort, m, life, 1);
                    for (String dim : dims) {
                        SlowRetelling.this.add(dim, group(dim, m), m, life, 1);
                    }
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

        private void addLineGroups(SlowRetoldLines groups) {
            boolean wasEver = false;
            for (int m = 0; m < MONTHS; m++) {
                int before = m == 0 ? -1 : lastDay(m - 1);
                groups.add(new SlowRetoldLines.Month(
                        m,
                        before,
                        lastDay(m),
                        isLogo(m - 1),
                        isLogo(m),
                        wasEver,
                        frozenAt(m - 1) > 0 && mrrAt(m - 1) > 0,
                        frozenAt(m) > 0 && mrrAt(m) > 0,
                        frozenRise(m, 1),
                        frozenRise(m, -1)));
                wasEver |= isLogo(m);
            }
        }

        /** @param sign 1 = what became frozen on the month's days, -1 = what was resumed */
        private long frozenRise(int m, int sign) {
            long sum = 0;
            for (int d = m == 0 ? 1 : lastDay(m - 1) + 1; d <= lastDay(m); d++) {
                sum += Math.max(0, sign * (lines.frozen[d] - lines.frozen[d - 1] - lines.frozenFx[d]));
            }
            return sum;
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
                    SlowRetelling.this.add(dim, groupBefore, m, "TRANSFER_OUT", closing);
                    SlowRetelling.this.add(dim, groupBefore, m, "TRANSFER_OUT.n", 1);
                    SlowRetelling.this.add(dim, groupNow, m, "TRANSFER_IN", closing);
                    SlowRetelling.this.add(dim, groupNow, m, "TRANSFER_IN.n", 1);
                }
            }
        }

        private void stay(int m, String dim, String group, long opening, long closing) {
            long readjustment = 0;
            long fx = 0;
            long freeze = frozenRise(m, 1);
            long unfreeze = frozenRise(m, -1);
            for (int d = m == 0 ? 1 : lastDay(m - 1) + 1; d <= lastDay(m); d++) {
                readjustment += gross(d - 1) > 0 && gross(d) > 0 ? lines.readjusted[d] : 0;
                fx += lines.fx[d];
            }
            monthReadjustment[m] = readjustment;
            long rest = closing - opening - readjustment - fx + freeze - unfreeze;
            flow(m, dim, group, "READJUSTMENT", readjustment);
            flow(m, dim, group, "FX", fx);
            flow(m, dim, group, "FREEZE", freeze);
            flow(m, dim, group, "UNFREEZE", unfreeze);
            flow(m, dim, group, rest > 0 ? "EXPANSION" : "CONTRACTION", Math.abs(rest));
        }

        private void flow(int m, String dim, String group, String kind, long amount) {
            if (amount != 0) {
                SlowRetelling.this.add(dim, group, m, kind, amount);
                SlowRetelling.this.add(dim, group, m, kind + ".n", 1);
            }
        }

        private void stock(int m, String dim, String group, long closing, long frozenClosing) {
            SlowRetelling.this.add(dim, group, m, "closing", closing);
            SlowRetelling.this.add(dim, group, m, "logos", closing + frozenClosing > 0 ? 1 : 0);
            SlowRetelling.this.add(dim, group, m, "frozen", frozenClosing);
            SlowRetelling.this.add(dim, group, m, "frozen.n", frozenClosing > 0 && closing == 0 ? 1 : 0);
        }

        private void addWindow(int m, int window, String dim, String groupThen) {
            long then = mrrAt(m - window);
            long now = mrrAt(m);
            long index = 0;
            for (int month = Math.max(0, m - window + 1); month <= m; month++) {
                index += monthReadjustment[month];
            }
            String name = "w" + window + ".";
            SlowRetelling.this.add(dim, groupThen, m, name + "then", then);
            SlowRetelling.this.add(dim, groupThen, m, name + "now", then > 0 ? now : 0);
            SlowRetelling.this.add(dim, groupThen, m, name + "min", Math.min(then, now));
            SlowRetelling.this.add(dim, groupThen, m, name + "nowFrozen", then > 0 ? frozenAt(m) : 0);
            SlowRetelling.this.add(dim, groupThen, m, name + "minFrozen", Math.min(then, frozenAt(m)));
            SlowRetelling.this.add(dim, groupThen, m, name + "index", then > 0 && now > 0 ? index : 0);
            SlowRetelling.this.add(dim, groupThen, m, name + "kept", isLogo(m - window) && isLogo(m) ? 1 : 0);
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
