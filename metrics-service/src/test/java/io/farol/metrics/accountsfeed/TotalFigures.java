package io.farol.metrics.accountsfeed;

import io.farol.metrics.ledger.LedgerUpdate;
import io.farol.metrics.ledger.TicketBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Contracts' values and how tickets spread, read from cells and from the few tickets about the middle the way the tables document it, under the names that {@link SlowTotals} uses. */
final class TotalFigures {
    private static final int FIRST = SlowLedger.FIRST.getYear() * 12 + SlowLedger.FIRST.getMonthValue() - 1;

    private static final String CONTRACTS = """
            select coalesce(sum(s.value_e4), 0)::bigint, count(*), count(distinct v.account_id)
              from contract_value v cross join lateral unnest(v.from_month, v.until_month, v.value_e4) s (f, t, value_e4)
             where tenant_id = :tenant and gen = :gen and pos <= :pos and pos_to > :pos and s.f <= :month and s.t > :month""";

    private static final String TICKETS = """
            select mrr_e4 from account_interval
             where tenant_id = :tenant and gen = :gen and pos <= :pos and pos_to > :pos and farol_month(from_day) <= :month and farol_month(until_day) > :month
               and mrr_e4 >= :lowest and mrr_e4 < :next order by mrr_e4""";

    private final Handle handle;
    private final String tenant;
    private final long pos;
    private final Map<String, Long> figures = new TreeMap<>();

    private TotalFigures(Handle handle, String tenant, long pos) {
        this.handle = handle;
        this.tenant = tenant;
        this.pos = pos;
    }

    /** As believed at a point; nothing that is 0. @param cells those of that point, as of {@link LedgerFigures#cellsAt} */
    static Map<String, Long> read(Handle handle, String tenant, long pos, Map<String, String> cells, int everyMonths) {
        TotalFigures figures = new TotalFigures(handle, tenant, pos);
        for (int month = 0; month < SlowTotals.MONTHS; month += everyMonths) {
            figures.addMonth(month, cells);
        }
        figures.figures.values().removeIf(value -> value == 0);
        return figures.figures;
    }

    private void addMonth(int month, Map<String, String> cells) {
        TreeMap<Long, Long> accounts = new TreeMap<>();
        cells.forEach((key, sum) -> {
            String[] parts = key.split("\\|", -1);
            if (Integer.parseInt(parts[3]) > FIRST + month) {
                return;
            }
            long amount = Long.parseLong(sum.split("/")[0]);
            long n = Long.parseLong(sum.split("/")[1]);
            if (parts[0].equals("contracts:total")) {
                add(
                        month,
                        parts[2].equals("VALUE") ? "acv.value" : "acv.accounts",
                        parts[2].equals("VALUE") ? amount : n);
                add(month, "acv.contracts", parts[2].equals("VALUE") ? n : 0);
            } else if (parts[0].equals("tickets:total") && parts[2].equals("SQUARES")) {
                add(month, "ticket.squares", amount + (n << 40));
            } else if (parts[0].equals("tickets:total")) {
                accounts.merge(Long.parseLong(parts[2].substring("TICKET ".length())), n, Long::sum);
            }
        });
        List<Long> contracts = query(CONTRACTS, month)
                .map((row, context) -> List.of(row.getLong(1), row.getLong(2), row.getLong(3)))
                .one();
        for (String name : List.of("acv.value", "acv.contracts", "acv.accounts")) {
            add(
                    month,
                    name + " less the rows'",
                    get(month, name)
                            - contracts.get(List.of("acv.value", "acv.contracts", "acv.accounts")
                                    .indexOf(name)));
        }
        long n = accounts.values().stream().mapToLong(Long::longValue).sum();
        if (n > 0) {
            add(month, "ticket.n", n);
            add(month, "ticket.lower", ticket(month, accounts, (n - 1) / 2));
            add(month, "ticket.upper", ticket(month, accounts, n / 2));
        }
    }

    private long ticket(int month, TreeMap<Long, Long> accounts, long nr) {
        long before = 0;
        for (Map.Entry<Long, Long> entry : accounts.entrySet()) {
            if (nr < before + entry.getValue()) {
                TicketBucket bucket = TicketBucket.of(entry.getKey());
                List<Long> tickets = new ArrayList<>(query(TICKETS, month)
                        .bind("lowest", bucket.lowestE4())
                        .bind("next", bucket.nextE4())
                        .mapTo(Long.class)
                        .list());
                return tickets.get((int) (nr - before));
            }
            before += entry.getValue();
        }
        throw new IllegalStateException("no ticket " + nr);
    }

    private Query query(String sql, int month) {
        return handle.createQuery(sql)
                .bind("tenant", tenant)
                .bind("gen", LedgerUpdate.activeGeneration(handle, tenant))
                .bind("pos", pos)
                .bind("month", FIRST + month);
    }

    private long get(int month, String name) {
        return figures.getOrDefault(key(month, name), 0L);
    }

    private void add(int month, String name, long amount) {
        figures.merge(key(month, name), amount, Long::sum);
    }

    private static String key(int month, String name) {
        return "total||" + SlowLedger.monthText(month) + "|" + name;
    }
}
