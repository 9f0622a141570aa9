package io.farol.metrics.overview;

import io.farol.metrics.accountrow.AccountRows;
import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.metrics.viewpoint.Viewpoints;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.jdbi.v3.core.Jdbi;

/** Brings the rows of the account table whose day has passed up to the tenant's today, in a transaction of its own: those who read afterwards only read. */
@ApplicationScoped
class TodaysRows {
    private final Jdbi jdbi;
    private final Viewpoints viewpoints;

    TodaysRows(Jdbi jdbi, Viewpoints viewpoints) {
        this.jdbi = jdbi;
        this.viewpoints = viewpoints;
    }

    @Transactional
    void prepare() {
        Viewpoint viewpoint = viewpoints.at(null, null);
        jdbi.useHandle(handle -> AccountRows.bringTo(handle, viewpoint.tenant().value(), viewpoint.asOf()));
    }
}
