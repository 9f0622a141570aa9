package io.farol.metrics.viewpoint;

import io.farol.runtime.tenant.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** What a test without a service around it sees the ledger from. */
public final class TestViewpoints {
    private TestViewpoints() {}

    /** The ledger as it was believed at a position. */
    public static Viewpoint at(String tenant, int generation, long position) {
        return new Viewpoint(
                new TenantId(tenant),
                generation,
                position,
                Instant.EPOCH,
                LocalDate.of(2030, 1, 1),
                Currency.getInstance("BRL"),
                FigurePolicy.NONE,
                List.of());
    }

    /** Looks up chosen accounts in a database, as where they are few. */
    public static Populations populations(Jdbi jdbi) {
        return new Populations(jdbi);
    }

    /** Leaves chosen accounts to the statements that ask for them, as where they are many. */
    public static Populations populationsOfMany(Jdbi jdbi) {
        return new Populations(jdbi, 0);
    }
}
