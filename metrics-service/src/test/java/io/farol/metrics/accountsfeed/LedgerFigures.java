package io.farol.metrics.accountsfeed;

import io.farol.metrics.ledger.LedgerUpdate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/** Figures read from cells the way their tables document it, under the names that {@link SlowLedger} uses. */
final class LedgerFigures {
    private static final int FIRST = SlowLedger.FIRST.getYear() * 12 + SlowLedger.FIRST.getMonthValue() - 1;
    private static final List<String> KINDS = List.of(
            "NEW", "REACTIVATION", "EXPANSION", "READJUSTMENT", "UNFREEZE", "FREEZE", "CONTRACTION", "CHURN", "FX");
    private static final List<Integer> WINDOWS = List.of(1, 3, 6, 12);
    private static final String ENDS = """
             union all
            select 'ends:total', '', side || ' ' || end_month || ' ' || day, month, d.amount_e4, d.n
              from end_cell
             cross join lateral (
                select 'START', day, amount_e4, n from unnest(started_e4, started) with ordinality as s (amount_e4, n, day)
                union all
                select 'END', day, amount_e4, n from unnest(ended_e4, ended) with ordinality as e (amount_e4, n, day)) d (side, day, amount_e4, n)
             where tenant_id = :tenant and gen = :gen""";

    private final Map<String, long[]> series = new HashMap<>();
    private final Map<String, Set<String>> values = new TreeMap<>();
    private final Map<String, Long> figures = new TreeMap<>();

    private LedgerFigures() {}

    static Map<String, Long> read(Handle handle, String tenant) {
        Map<String, String> cells = cellsAt(handle, tenant, Long.MAX_VALUE - 1);
        Map<String, Long> figures = of(cells);
        figures.putAll(TotalFigures.read(handle, tenant, Long.MAX_VALUE - 1, cells, 1));
        figures.values().removeIf(value -> value == 0);
        return figures;
    }

    /** From cells as {@link #cellsAt} gives them. */
    static Map<String, Long> of(Map<String, String> cells) {
        LedgerFigures figures = new LedgerFigures();
        figures.values.computeIfAbsent("total", dim -> new TreeSet<>()).add("");
        for (String dim : List.of("sector", "seller", "attr.size")) {
            figures.values.computeIfAbsent(dim, d -> new TreeSet<>()).add("NONE");
        }
        cells.forEach((key, sum) -> {
            if (key.startsWith("life:")) {
                figures.takeLives(key.substring("life:".length()), sum);
            } else if (key.startsWith("frozen:")) {
                figures.takeFrozen(key.substring("frozen:".length()), sum);
            } else if (List.of("ends", "contracts", "tickets").stream().noneMatch(kind -> key.startsWith(kind + ":"))) {
                figures.take(key, sum);
            }
        });
        figures.values.forEach((dim, groups) -> groups.forEach(value -> figures.addGroup(dim, value)));
        figures.addNone();
        figures.figures.values().removeIf(value -> value == 0);
        return figures.figures;
    }

    /** Cells as believed at a point: {@code dim|value|measure|month} to {@code amount/n}; nothing that is 0. */
    static Map<String, String> cellsAt(Handle handle, String tenant, long pos) {
        handle.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        StringBuilder windows = new StringBuilder();
        for (int w : WINDOWS) {
            windows.append(
                    " union all select dim, value, 'NOW_%1$d', month, now_%1$d_e4, kept_%1$d from window_cell where tenant_id = :tenant and gen = :gen"
                            .formatted(w));
            windows.append(
                    " union all select dim, value, 'MIN_%1$d', month, min_%1$d_e4, 0 from window_cell where tenant_id = :tenant and gen = :gen"
                            .formatted(w));
            windows.append(
                    " union all select dim, value, 'INDEX_%1$d', month, index_%1$d_e4, 0 from window_cell where tenant_id = :tenant and gen = :gen"
                            .formatted(w));
        }
        Map<String, String> cells = new TreeMap<>();
        handle.createQuery(
                        "select dim, value, measure, month, sum(amount_e4)::bigint, sum(n)::bigint from ("
                                + "select dim, value, measure, month, amount_e4, n from cell where tenant_id = :tenant and gen = :gen"
                                + windows
                                + ENDS
                                + " union all select b.dim, '', u.measure, u.month, u.amount_e4, u.n from cell_block b,"
                                + " unnest(b.measure, b.month, b.amount_e4, b.n) u (measure, month, amount_e4, n) where tenant_id = :tenant and gen = :gen"
                                + " union all select u.dim, u.value, u.measure, u.month, -u.amount_e4, -u.n from cell_log l,"
                                + " unnest(l.dim, l.value, l.measure, l.month, l.amount_e4, l.n) u (dim, value, measure, month, amount_e4, n)"
                                + " where tenant_id = :tenant and gen = :gen and pos > :pos) c group by 1, 2, 3, 4 having sum(amount_e4) <> 0 or sum(n) <> 0")
                .bind("tenant", tenant)
                .bind("gen", LedgerUpdate.activeGeneration(handle, tenant))
                .bind("pos", pos)
                .map((row, context) -> cells.put(
                        row.getString(1) + "|" + row.getString(2) + "|" + row.getString(3) + "|" + row.getInt(4),
                        row.getLong(5) + "/" + row.getLong(6)))
                .list();
        return cells;
    }

    private void take(String key, String sum) {
        String[] parts = key.split("\\|", -1);
        values.computeIfAbsent(parts[0], dim -> new TreeSet<>()).add(parts[1]);
        int month = Integer.parseInt(parts[3]) - FIRST;
        if (month < SlowLedger.MONTHS) {
            String[] numbers = sum.split("/");
            series(parts[0], parts[1], parts[2])[month] = Long.parseLong(numbers[0]);
            series(parts[0], parts[1], parts[2] + ".n")[month] = Long.parseLong(numbers[1]);
        }
    }

    /** Beside the dimension's own figures, as FROZEN NOW w and FROZEN OVER w. */
    private void takeFrozen(String key, String sum) {
        String[] parts = key.split("\\|", -1);
        int month = Integer.parseInt(parts[3]) - FIRST;
        if (month < SlowLedger.MONTHS) {
            series(parts[0], parts[1], "FROZEN " + parts[2])[month] = Long.parseLong(sum.split("/")[0]);
        }
    }

    /** Accounts by months of life: those that are gone stay as old as they were, those that are there count from their month on. */
    private void takeLives(String key, String sum) {
        String[] parts = key.split("\\|", -1);
        String[] measure = parts[2].split(" ");
        int number = Integer.parseInt(measure[1]);
        long n = Long.parseLong(sum.split("/")[1]);
        for (int m = Integer.parseInt(parts[3]) - FIRST; m < SlowLedger.MONTHS; m++) {
            int lived = measure[0].equals("ENDED") ? number : m + FIRST + 1 - number;
            String name = "life." + measure[0].toLowerCase(java.util.Locale.ROOT) + "." + lived;
            figures.merge(parts[0] + "|" + parts[1] + "|" + SlowLedger.monthText(m) + "|" + name, n, Long::sum);
        }
    }

    private long[] series(String dim, String value, String name) {
        return series.computeIfAbsent(dim + "|" + value + "|" + name, key -> new long[SlowLedger.MONTHS]);
    }

    private long sum(String dim, String value, String name, int until) {
        long sum = 0;
        for (int m = 0; m <= until; m++) {
            sum += series(dim, value, name)[m];
        }
        return sum;
    }

    private long sum(String dim, String value, int until, String... names) {
        long sum = 0;
        for (String name : names) {
            sum += name.startsWith("-") ? -sum(dim, value, name.substring(1), until) : sum(dim, value, name, until);
        }
        return sum;
    }

    private void addGroup(String dim, String value) {
        for (int m = 0; m < SlowLedger.MONTHS; m++) {
            for (String kind : KINDS) {
                put(dim, value, m, kind, series(dim, value, kind)[m]);
                put(dim, value, m, kind + ".n", series(dim, value, kind + ".n")[m]);
            }
            for (String transfer : List.of("TRANSFER_IN", "TRANSFER_OUT", "TRANSFER_IN.n", "TRANSFER_OUT.n")) {
                put(dim, value, m, transfer, series(dim, value, transfer)[m]);
            }
            put(dim, value, m, "closing", closing(dim, value, m));
            put(
                    dim,
                    value,
                    m,
                    "logos",
                    sum(dim, value, m, "NEW.n", "REACTIVATION.n", "-CHURN.n", "TRANSFER_IN.n", "-TRANSFER_OUT.n"));
            put(dim, value, m, "frozen", sum(dim, value, m, "FROZEN"));
            put(dim, value, m, "frozen.n", sum(dim, value, m, "FROZEN.n"));
            if (!dim.equals("product") && !dim.equals("term")) {
                for (int w : WINDOWS) {
                    addWindow(dim, value, m, w);
                }
            }
        }
    }

    private long closing(String dim, String value, int m) {
        return sum(
                dim,
                value,
                m,
                "NEW",
                "REACTIVATION",
                "EXPANSION",
                "READJUSTMENT",
                "UNFREEZE",
                "-FREEZE",
                "-CONTRACTION",
                "-CHURN",
                "FX",
                "TRANSFER_IN",
                "-TRANSFER_OUT");
    }

    private void addWindow(String dim, String value, int m, int w) {
        int start = m - w;
        String name = "w" + w + ".";
        put(dim, value, m, name + "then", closing(dim, value, start));
        put(
                dim,
                value,
                m,
                name + "now",
                sum(dim, value, start, "NEW", "REACTIVATION", "UNFREEZE", "TRANSFER_IN", "-TRANSFER_OUT")
                        + sum(
                                dim,
                                value,
                                m,
                                "EXPANSION",
                                "READJUSTMENT",
                                "-CONTRACTION",
                                "-CHURN",
                                "-FREEZE",
                                "NOW_" + w));
        put(
                dim,
                value,
                m,
                name + "min",
                sum(
                                dim,
                                value,
                                start,
                                "NEW",
                                "REACTIVATION",
                                "UNFREEZE",
                                "EXPANSION",
                                "READJUSTMENT",
                                "TRANSFER_IN",
                                "-TRANSFER_OUT")
                        + sum(dim, value, m, "-CONTRACTION", "-CHURN", "-FREEZE", "MIN_" + w));
        put(
                dim,
                value,
                m,
                name + "index",
                sum(dim, value, m, "READJUSTMENT", "INDEX_" + w) - sum(dim, value, start, "READJUSTMENT"));
        put(dim, value, m, name + "nowFrozen", sum(dim, value, m, "FROZEN", "FROZEN NOW " + w));
        put(dim, value, m, name + "minFrozen", sum(dim, value, m, "FROZEN", "FROZEN NOW " + w, "-FROZEN OVER " + w));
        put(
                dim,
                value,
                m,
                name + "kept",
                sum(dim, value, start, "NEW.n", "REACTIVATION.n", "TRANSFER_IN.n", "-TRANSFER_OUT.n")
                        + sum(dim, value, m, "-CHURN.n", "NOW_" + w + ".n"));
    }

    /** Group NONE: total minus all other values, but for its transfers. */
    private void addNone() {
        Map<String, Long> known = new TreeMap<>(figures);
        for (String dim : values.keySet()) {
            if (List.of("total", "product", "term", "cohort").contains(dim)) {
                continue;
            }
            String none = dim + "|NONE|";
            known.keySet().stream()
                    .filter(key -> key.startsWith(none) && !key.contains("TRANSFER"))
                    .forEach(figures::remove);
            known.forEach((key, value) -> {
                String[] parts = key.split("\\|", -1);
                if (parts[3].startsWith("TRANSFER")) {
                    return;
                }
                if (parts[0].equals("total")) {
                    figures.merge(none + parts[2] + "|" + parts[3], value, Long::sum);
                } else if (parts[0].equals(dim) && !parts[1].equals("NONE")) {
                    figures.merge(none + parts[2] + "|" + parts[3], -value, Long::sum);
                }
            });
        }
    }

    private void put(String dim, String value, int month, String name, long amount) {
        figures.put(dim + "|" + value + "|" + SlowLedger.monthText(month) + "|" + name, amount);
    }
}
