package io.farol.metrics.ledger;

import io.farol.metrics.ledger.FactReader.Belief;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * Brings the ledger of some accounts up to what is believed at a knowledge point. Only these accounts' rows are read and written. The transaction must hold the tenant's ledger:
 * {@link KnowledgePoint#next}.
 */
public final class LedgerUpdate {
    /** Up to so many accounts are computed one by one; more of them by set-based statements that give the same rows. */
    static final int MOST_ONE_BY_ONE = 2_000;

    private static final String ACTIVE = "select active_gen from ledger_generation where tenant_id = :tenant";

    private final Handle handle;
    private final String tenant;
    private final long pos;

    public LedgerUpdate(Handle handle, String tenant, long pos) {
        this.handle = handle;
        this.tenant = tenant;
        this.pos = pos;
    }

    /** Recomputes what follows from these accounts' facts, whose change at {@code pos} is already written. */
    public void recompute(Set<UUID> accounts) {
        if (accounts.isEmpty()) {
            return;
        }
        handle.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        if (accounts.size() <= MOST_ONE_BY_ONE) {
            oneByOne(accounts);
        } else {
            setBased(accounts);
        }
    }

    void oneByOne(Set<UUID> accounts) {
        LedgerWriter writer = new LedgerWriter(handle, tenant, activeGeneration(handle, tenant), pos);
        for (Belief belief : new FactReader(handle, tenant, pos).read(List.copyOf(accounts))) {
            writer.replace(belief.accountId(), LedgerFormula.of(belief.before()), LedgerFormula.of(belief.after()));
        }
        writer.write();
    }

    void setBased(Set<UUID> accounts) {
        LedgerWave wave = new LedgerWave(handle, tenant, activeGeneration(handle, tenant));
        wave.begin();
        wave.touch(accounts, pos);
        wave.run();
        wave.end();
    }

    /** The generation of the ledger that is read. */
    public static int activeGeneration(Handle handle, String tenant) {
        return handle.createQuery(ACTIVE)
                .bind("tenant", tenant)
                .mapTo(Integer.class)
                .findOne()
                .orElse(1);
    }
}
