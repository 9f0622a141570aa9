package io.farol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.runtime.feed.FeedSubscriber;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What every service's database must be like; each service's test extends it as a {@code @QuarkusTest} with {@link ServiceUnderTest}. */
public abstract class CatalogueContract {
    /** Tables of proto/runtime that hold nothing of a tenant. */
    private static final Set<String> PLATFORM_EXEMPT =
            Set.of("tenant", "feed_head", "feed_subscription", "feed_inbox", "feed_rebuild", "import_row", "job_lease");

    /** Tables of a tenant that hold what a feed told, by their names or columns, and out of which the transaction has deleted nothing. */
    private static final String LEFT = """
            select c.relname from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id'
             where c.relkind = 'r'
               and (right(c.relname, 5) = '_copy' or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('pos_to', 'gen') and not a.attisdropped))
               and not exists (select from pg_locks l where l.pid = pg_backend_pid() and l.relation = c.oid and l.mode = 'RowExclusiveLock')
             order by 1""";

    @Inject
    @Any
    Instance<FeedSubscriber> subscribers;

    @Inject
    TenantTransaction transactions;

    @Inject
    Jdbi jdbi;

    /** The service's tables that are exempt from row-level security, beyond those of proto/runtime. */
    protected abstract Set<String> exemptTables();

    @Test
    void hidesEveryTenantsRowsFromTheOthers() {
        assertEquals(List.of(), Catalogue.faults(ServiceUnderTest.DATABASE));
    }

    @Test
    void exemptsOnlyTheTablesThatAreListed() {
        TreeSet<String> listed = new TreeSet<>(PLATFORM_EXEMPT);
        listed.addAll(exemptTables());

        assertEquals(listed, Catalogue.exemptTables(ServiceUnderTest.DATABASE));
    }

    @Test
    void forgetsAllThatAFeedToldWhenItBeginsAnew() {
        TenantId tenant = new TenantId("forgotten");
        transactions.run(tenant, () -> {
            subscribers.forEach(subscriber -> subscriber.reset(tenant));
            assertEquals(List.of(), jdbi.withHandle(handle -> handle.createQuery(LEFT)
                    .mapTo(String.class)
                    .list()));
        });
    }
}
