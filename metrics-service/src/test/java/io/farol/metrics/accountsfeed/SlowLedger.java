package io.farol.metrics.accountsfeed;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The definition taken at its word: every line on every day, then month by month, with nothing of production in it. Answers are texts {@code dim|value|month|name} to numbers, so that they
 * can be compared with those made from cells.
 */
final class SlowLedger {
    static final YearMonth FIRST = YearMonth.of(2022, 1);
    static final int MONTHS = 72;
    private static final LocalDate DAY_0 = FIRST.atDay(1);
    static final int DAYS =
            (int) ChronoUnit.DAYS.between(DAY_0, FIRST.plusMonths(MONTHS).atDay(1));

    private static final String NOT_CHOSEN = "not chosen";

    private final Books books;
    private final List<SlowQuestion> questions;
    private final Map<String, Long> figures = new TreeMap<>();
    private final SlowTotals totals = new SlowTotals();

    SlowLedger(Books books) {
        this(books, List.of());
    }

    /** @param questions about chosen accounts, answered under their names as dims */
    SlowLedger(Books books, List<SlowQuestion> questions) {
        this.books = books;
        this.questions = questions;
    }

    /** Non-zero figures only. */
    Map<String, Long> figures() {
        for (UUID id : books.accounts.keySet()) {
            addAccount(id);
        }
        figures.putAll(totals.figures());
        figures.entrySet()
                .removeIf(entry -> entry.getValue() == 0 || entry.getKey().contains(NOT_CHOSEN));
        return figures;
    }

    private void addAccount(UUID id) {
        long[] gross = new long[DAYS];
        long[] readjusted = new long[DAYS];
        Map<String, Map<String, long[]>> grossByLineGroup =
                new TreeMap<>(Map.of("product", new HashMap<>(), "term", new HashMap<>()));
        Map<String, Map<String, long[]>> indexByLineGroup =
                new TreeMap<>(Map.of("product", new HashMap<>(), "term", new HashMap<>()));
        List<SlowTotals.Contract> contracts = new ArrayList<>();
        for (JsonNode contract : books.contractsById.values()) {
            if (!contract.get("accountId").asText().equals(id.toString())) {
                continue;
            }
            long[] ofContract = new long[DAYS];
            for (JsonNode line : contract.get("lines")) {
                long[] ofLine = new long[DAYS];
                boolean[] isStartOfReadjustment = new boolean[DAYS];
                for (JsonNode term : line.get("terms")) {
                    fill(ofLine, term);
                    for (JsonNode earlier : line.get("terms")) {
                        if ("READJUSTMENT".equals(term.get("changeKind").textValue())
                                && SlowConvention.STANDARD.goesOn(earlier, term, BigDecimal.ZERO)
                                && term.get("startsOn").equals(earlier.get("endsOn"))) {
                            isStartOfReadjustment[
                                    day(LocalDate.parse(term.get("startsOn").asText()))] = true;
                        }
                    }
                }
                long[] index = new long[DAYS];
                for (int d = 1; d < DAYS; d++) {
                    index[d] = isStartOfReadjustment[d] ? ofLine[d] - ofLine[d - 1] : 0;
                }
                addTo(gross, ofLine);
                addTo(ofContract, ofLine);
                addTo(readjusted, index);
                if (!line.get("terms").isEmpty()) {
                    Map<String, String> groups =
                            Map.of("product", line.get("productId").asText(), "term", SlowGroups.term(contract));
                    groups.forEach((dim, value) -> {
                        addTo(grossByLineGroup.get(dim).computeIfAbsent(value, v -> new long[DAYS]), ofLine);
                        addTo(indexByLineGroup.get(dim).computeIfAbsent(value, v -> new long[DAYS]), index);
                    });
                }
            }
            contracts.add(new SlowTotals.Contract(contract, SlowGroups.term(contract), ofContract));
        }
        boolean[] suspended = SlowGroups.suspended(books.accounts.get(id));
        long[] mrr = new long[DAYS];
        long[] frozen = new long[DAYS];
        for (int d = 0; d < DAYS; d++) {
            mrr[d] = suspended[d] ? 0 : gross[d];
            frozen[d] = suspended[d] ? gross[d] : 0;
        }
        totals.add(mrr, contracts);
        for (int d = 1; d < DAYS; d++) {
            boolean isLogo = gross[d - 1] > 0 && gross[d] > 0;
            int day = d;
            indexByLineGroup.values().forEach(dim -> dim.values()
                    .forEach(index -> index[day] = isLogo ? index[day] : 0));
        }
        Account account = new Account(id, mrr, frozen, readjusted);
        account.add();
        grossByLineGroup.forEach((dim, grossByValue) -> account.addLineGroups(
                suspended,
                new SlowLineGroups(
                        grossByValue,
                        indexByLineGroup.get(dim),
                        (value, month, name, amount) -> add(dim, value, month, name, amount))));
        for (SlowQuestion question : questions) {
            if (question.isByLines()) {
                account.answerByLines(
                        question,
                        suspended,
                        grossByLineGroup.get(question.groupBy()),
                        indexByLineGroup.get(question.groupBy()));
            } else {
                account.answer(question);
            }
        }
    }

    private static void addTo(long[] sums, long[] more) {
        for (int d = 0; d < DAYS; d++) {
            sums[d] += more[d];
        }
    }

    private void fill(long[] ofLine, JsonNode term) {
        LocalDate start = LocalDate.parse(term.get("startsOn").asText());
        LocalDate end = term.get("endsOn").isNull()
                ? DAY_0.plusDays(DAYS)
                : LocalDate.parse(term.get("endsOn").asText());
        long value = valueOf(term);
        for (int d = day(start); d < Math.min(DAYS, day(end)); d++) {
            ofLine[d] = value;
        }
    }

    /** What some terms of a line add to MRR, in the reporting currency, 1/10,000; 0 while there is no rate. */
    long valueOf(JsonNode term) {
        BigDecimal rate = rate(
                term.get("currency").asText(),
                LocalDate.parse(term.get("startsOn").asText()));
        return rate == null
                ? 0
                : BigDecimal.valueOf(term.get("mrrE4").asLong())
                        .multiply(rate)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact();
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

    static int day(LocalDate date) {
        return Math.clamp(ChronoUnit.DAYS.between(DAY_0, date), 0, DAYS);
    }

    static int lastDay(int month) {
        return day(FIRST.plusMonths(month).atEndOfMonth());
    }

    static String monthText(int month) {
        return FIRST.plusMonths(month).toString();
    }

    private void add(String dim, String value, int month, String name, long amount) {
        figures.merge(dim + "|" + value + "|" + monthText(month) + "|" + name, amount, Long::sum);
    }

    private final class Account {
        private final SlowGroups groups;
        private final long[] mrr;
        private final long[] frozen;
        private final long[] readjusted;
        private final long[] monthReadjustment = new long[MONTHS];

        private Account(UUID id, long[] mrr, long[] frozen, long[] readjusted) {
            this.mrr = mrr;
            this.frozen = frozen;
            this.readjusted = readjusted;
            this.groups = new SlowGroups(books, id, this::isLogo);
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
            String cohort = groups.cohort();
            if (cohort == null) {
                return;
            }
            TreeSet<String> dims = new TreeSet<>(List.of("sector", "seller", "attr.size"));
            for (int m = 0; m < MONTHS; m++) {
                netMonth(m, "total", "", "");
                netMonth(m, "cohort", cohort, cohort);
                for (String dim : dims) {
                    netMonth(m, dim, groups.value(dim, m - 1), groups.value(dim, m));
                }
            }
            addLives("total", m -> "");
            addLives("cohort", m -> cohort);
            dims.forEach(dim -> addLives(dim, m -> groups.value(dim, m)));
            for (int window : new int[] {1, 3, 6, 12}) {
                for (int m = 0; m < MONTHS; m++) {
                    addWindow(m, window, "total", "");
                    addWindow(m, window, "cohort", cohort);
                    for (String dim : dims) {
                        addWindow(m, window, dim, groups.value(dim, m - window));
                    }
                }
            }
        }

        private void addLives(String dim, IntFunction<String> groupAt) {
            int lived = 0;
            for (int m = 0; m < MONTHS; m++) {
                lived += isLogo(m) ? 1 : 0;
                if (lived > 0) {
                    SlowLedger.this.add(
                            dim, groupAt.apply(m), m, "life." + (isLogo(m) ? "open." : "ended.") + lived, 1);
                }
            }
        }

        /** The question's answer is the ledger of a dimension in which who is not chosen has a value of its own. */
        private void answer(SlowQuestion question) {
            IntFunction<String> groupAt = m -> !groups.isChosen(question, m)
                    ? NOT_CHOSEN
                    : question.groupBy() == null ? "" : groups.value(question.groupBy(), m);
            for (int m = 0; m < MONTHS; m++) {
                netMonth(m, question.name(), groupAt.apply(m - 1), groupAt.apply(m));
                for (int window : new int[] {1, 3, 6, 12}) {
                    addWindow(m, window, question.name(), groupAt.apply(m - window));
                }
            }
            addLives(question.name(), groupAt);
        }

        private void answerByLines(
                SlowQuestion question, boolean[] suspended, Map<String, long[]> gross, Map<String, long[]> index) {
            SlowChosenLines chosen = new SlowChosenLines(
                    gross,
                    suspended,
                    m -> groups.isChosen(question, m),
                    this::isLogo,
                    SlowLedger::lastDay,
                    (value, month, name, amount) -> SlowLedger.this.add(question.name(), value, month, name, amount));
            addLineGroups(suspended, new SlowLineGroups(gross, index, chosen));
            chosen.addWindows();
        }

        private void addLineGroups(boolean[] suspended, SlowLineGroups groups) {
            boolean wasEver = false;
            for (int m = 0; m < MONTHS; m++) {
                int before = m == 0 ? -1 : lastDay(m - 1);
                groups.add(new SlowLineGroups.Month(
                        m,
                        before,
                        lastDay(m),
                        isLogo(m - 1),
                        isLogo(m),
                        wasEver,
                        before >= 0 && suspended[before],
                        suspended[lastDay(m)],
                        frozenRise(m, 1),
                        frozenRise(m, -1)));
                wasEver |= isLogo(m);
            }
        }

        /** @param sign 1 = what became frozen on the month's days, -1 = what was resumed */
        private long frozenRise(int m, int sign) {
            long sum = 0;
            for (int d = m == 0 ? 1 : lastDay(m - 1) + 1; d <= lastDay(m); d++) {
                sum += Math.max(0, sign * (frozen[d] - frozen[d - 1]));
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
                    SlowLedger.this.add(dim, groupBefore, m, "TRANSFER_OUT", closing);
                    SlowLedger.this.add(dim, groupBefore, m, "TRANSFER_OUT.n", 1);
                    SlowLedger.this.add(dim, groupNow, m, "TRANSFER_IN", closing);
                    SlowLedger.this.add(dim, groupNow, m, "TRANSFER_IN.n", 1);
                }
            }
        }

        private void stay(int m, String dim, String group, long opening, long closing) {
            long readjustment = 0;
            long freeze = frozenRise(m, 1);
            long unfreeze = frozenRise(m, -1);
            for (int d = m == 0 ? 1 : lastDay(m - 1) + 1; d <= lastDay(m); d++) {
                readjustment += gross(d - 1) > 0 && gross(d) > 0 ? readjusted[d] : 0;
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
            SlowLedger.this.add(dim, groupThen, m, name + "nowFrozen", then > 0 ? frozenAt(m) : 0);
            SlowLedger.this.add(dim, groupThen, m, name + "minFrozen", Math.min(then, frozenAt(m)));
            SlowLedger.this.add(dim, groupThen, m, name + "index", then > 0 && now > 0 ? index : 0);
            SlowLedger.this.add(dim, groupThen, m, name + "kept", isLogo(m - window) && isLogo(m) ? 1 : 0);
        }
    }
}
