package io.farol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every service's database must be like; each service's test extends it as a {@code @QuarkusTest} with {@link ServiceUnderTest}. */
public abstract class CatalogueContract {
    /** Tables of proto/runtime that hold nothing of a tenant. */
    private static final Set<String> PLATFORM_EXEMPT =
            Set.of("tenant", "feed_head", "feed_subscription", "feed_inbox", "feed_rebuild", "import_row", "job_lease");

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
}
