package io.farol.metrics.ledger;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * Makes a tenant's ledger anew from its facts, in a generation of its own, and flips to it: row by row what was written bit by bit, knowledge included.
 *
 * <p>Every account's history of knowledge is replayed in waves: wave n takes each account at the n-th point that touched it, so accounts that were imported once are one wave. One transaction;
 * the tenant's updates wait for it, reads go on with the old generation. The generation before the old one is removed at the start, so that no read loses its rows under way.
 */
public final class LedgerRebuild {
    private static final List<String> TABLES = List.of(
            "line_piece",
            "account_interval",
            "group_interval",
            "movement",
            "month_change",
            "contract_value",
            "cell",
            "window_cell",
            "cell_block",
            "end_cell",
            "cell_log");

    private static final String TOUCHES = """
            create temp table l_touch on commit drop as
            select account_id, pos, (row_number() over (partition by account_id order by pos))::integer as wave
              from (
                select account_id, pos from line_term where tenant_id = :tenant
                union select account_id, pos_to from line_term where tenant_id = :tenant and pos_to < 9223372036854775807
                union select account_id, pos from account_freeze where tenant_id = :tenant
                union select account_id, pos_to from account_freeze where tenant_id = :tenant and pos_to < 9223372036854775807
                union select account_id, pos from account_group where tenant_id = :tenant
                union select account_id, pos_to from account_group where tenant_id = :tenant and pos_to < 9223372036854775807
                union
                select t.account_id, p.pos
                  from rate_copy r
                 cross join lateral (values (r.pos), (r.pos_to)) p (pos)
                  join line_term t on t.tenant_id = :tenant and t.currency = r.currency and t.starts_on >= r.rated_on and t.pos <= p.pos and t.pos_to > p.pos
                 where r.tenant_id = :tenant and p.pos < 9223372036854775807
                   and not exists (select from rate_copy n where n.tenant_id = :tenant and n.currency = r.currency and n.rated_on > r.rated_on and n.rated_on <= t.starts_on
                                      and n.pos <= p.pos and n.pos_to > p.pos)
                union
                select t.account_id, s.pos
                  from (select pos, reporting_currency, lag(reporting_currency, 1, 'BRL') over (order by pos) as before
                          from settings_copy where tenant_id = :tenant) s
                  join line_term t on t.tenant_id = :tenant and t.pos <= s.pos and t.pos_to > s.pos
                 where s.reporting_currency <> s.before) touch""";

    private final Handle handle;
    private final String tenant;

    public LedgerRebuild(Handle handle, String tenant) {
        this.handle = handle;
        this.tenant = tenant;
    }

    /** @return the new generation */
    public int run() {
        handle.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        KnowledgePoint.lock(handle, tenant);
        int active = LedgerUpdate.activeGeneration(handle, tenant);
        int next = active + 1;
        for (String table : TABLES) {
            update("delete from " + table + " where tenant_id = :tenant and gen <> :gen", active);
        }
        handle.execute("drop table if exists pg_temp.l_touch");
        update(TOUCHES, active);
        LedgerWave wave = new LedgerWave(handle, tenant, next);
        wave.begin();
        for (int k = 1; touched(k); k++) {
            wave.run();
        }
        wave.end();
        update(
                "insert into ledger_generation (tenant_id, active_gen) values (:tenant, :gen) on conflict (tenant_id) do update set active_gen = excluded.active_gen",
                next);
        return next;
    }

    private boolean touched(int wave) {
        return handle.createUpdate(
                                "insert into w_touch select account_id, pos, wave > 1 from l_touch where wave = :wave")
                        .bind("wave", wave)
                        .execute()
                > 0;
    }

    private void update(String sql, int gen) {
        handle.createUpdate(sql).bind("tenant", tenant).bind("gen", gen).execute();
    }
}
