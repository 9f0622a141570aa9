package io.farol.metrics.overview;

import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.metrics.viewpoint.Viewpoints;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.jdbi.v3.core.Jdbi;

/** Brings the rows of the account table whose day has passed up to the tenant's today, in a transaction of its own: those who read afterwards only read. */
@ApplicationScoped
class TodaysRows {
    private static final String REFRESH = """
            select refresh_account_rows(:tenant, array(select account_id from account_row where tenant_id = :tenant and valid_until <= :today
                                                       union all
                                                       select account_id from account_row where tenant_id = :tenant and valid_from > :today), :today)::text
             where exists (select 1 from account_row where tenant_id = :tenant and valid_until <= :today)
                or exists (select 1 from account_row where tenant_id = :tenant and valid_from > :today)""";

    private final Jdbi jdbi;
    private final Viewpoints viewpoints;

    TodaysRows(Jdbi jdbi, Viewpoints viewpoints) {
        this.jdbi = jdbi;
        this.viewpoints = viewpoints;
    }

    @Transactional
    void prepare() {
        Viewpoint viewpoint = viewpoints.at(null, null);
        jdbi.useHandle(handle -> handle.createQuery(REFRESH)
                .bind("tenant", viewpoint.tenant().value())
                .bind("today", viewpoint.asOf())
                .mapTo(String.class)
                .list());
    }
}
