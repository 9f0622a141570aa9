package io.farol.metrics.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * The ledger of many accounts at once by set-based statements ({@code ledger_wave.sql}): the same rows as {@link LedgerFormula}. A wave takes each account at one knowledge point of its own;
 * cells are summed over waves and written at the end.
 */
final class LedgerWave {
    private static final List<String> WAVE = statements("ledger_wave.sql");

    // Work tables of some 100,000 rows stay in memory; a tenth of the usual samples says enough of them; PostgreSQL's
    // cache of lateral joins thrashes when no row is like another.
    private static final List<String> SETTINGS = List.of(
            "set local work_mem = '64MB'",
            "set local default_statistics_target = 10",
            "set local enable_memoize = off",
            "set local jit = off");
    private static final String TOUCH = """
            insert into w_touch
            select a.account_id, :pos,
                   exists (select from line_term f where f.tenant_id = :tenant and f.account_id = a.account_id and f.pos < :pos)
                   or exists (select from account_group f where f.tenant_id = :tenant and f.account_id = a.account_id and f.pos < :pos)
                   or exists (select from account_freeze f where f.tenant_id = :tenant and f.account_id = a.account_id and f.pos < :pos)
              from unnest(:accounts::uuid[]) a (account_id)""";

    private final Handle handle;
    private final String tenant;
    private final int gen;

    LedgerWave(Handle handle, String tenant, int gen) {
        this.handle = handle;
        this.tenant = tenant;
        this.gen = gen;
    }

    /** Prepares the work tables; they end with the transaction. */
    void begin() {
        handle.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        SETTINGS.forEach(handle::execute);
        for (String table : List.of("l_delta", "w_touch")) {
            handle.execute("drop table if exists pg_temp." + table);
        }
        handle.execute("create temp table l_delta (" + CellStatements.DELTA_COLUMNS + ") on commit drop");
        handle.execute(
                "create temp table w_touch (account_id uuid not null, pos bigint not null, is_known boolean not null) on commit drop");
    }

    /** Names the accounts of an update's one wave. */
    void touch(Collection<UUID> accounts, long pos) {
        handle.createUpdate(TOUCH)
                .bind("tenant", tenant)
                .bindArray("accounts", UUID.class, accounts)
                .bind("pos", pos)
                .execute();
    }

    /**
     * Computes the accounts in {@code w_touch} as believed just before and from their points on, and writes the difference; empties {@code w_touch}. Nothing was believed before of accounts that
     * are not {@code is_known}: that half of the work is left out.
     */
    void run() {
        for (String statement : WAVE) {
            handle.createUpdate(statement)
                    .bind("tenant", tenant)
                    .bind("gen", gen)
                    .execute();
        }
    }

    /** Writes the cells of all waves. */
    void end() {
        handle.execute("analyze l_delta");
        for (String sql : CellStatements.merging("l_delta as delta")) {
            handle.createUpdate(sql).bind("tenant", tenant).bind("gen", gen).execute();
        }
    }

    private static List<String> statements(String resource) {
        try (InputStream in = LedgerWave.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no " + resource);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{pieces}", FactStatements.PIECES)
                    .replace("{contracts}", FactStatements.CONTRACTS)
                    .replace("{freezes}", FactStatements.FREEZES)
                    .replace("{groups}", FactStatements.GROUPS);
            return Arrays.stream(text.split(";\\s*\\n"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
