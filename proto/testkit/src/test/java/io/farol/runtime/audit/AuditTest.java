package io.farol.runtime.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class AuditTest {
    private static final TenantId AURORA = new TenantId("aurora");

    @Inject
    Audit audit;

    @Inject
    TenantTransaction transactions;

    @Inject
    Jdbi jdbi;

    @Test
    void keepsWhatWasBeforeAndAfter() {
        UUID id = UUID.randomUUID();

        transactions.run(
                AURORA, () -> audit.record("ACCOUNT", id, "RENAMED", Map.of("name", "A"), Map.of("name", "B")));

        assertEquals("null null RENAMED A B", read(AURORA, id));
        assertEquals("", read(new TenantId("boreal"), id));
    }

    @Test
    void forgetsWhatWasRolledBack() {
        UUID id = UUID.randomUUID();

        assertThrows(
                IllegalStateException.class,
                () -> transactions.run(AURORA, () -> {
                    audit.record("ACCOUNT", id, "CREATED", null, Map.of("name", "A"));
                    throw new IllegalStateException("undo");
                }));

        assertEquals("", read(AURORA, id));
    }

    @Test
    void neverChangesARow() {
        UUID id = UUID.randomUUID();
        transactions.run(AURORA, () -> audit.record("ACCOUNT", id, "CREATED", null, null));

        for (String change : new String[] {"delete from audit_entry", "update audit_entry set action = 'NOTHING'"}) {
            assertThrows(
                    UnableToExecuteStatementException.class,
                    () -> transactions.run(AURORA, () -> jdbi.useHandle(h -> h.execute(change))));
        }
    }

    private String read(TenantId tenant, UUID id) {
        List<String> found = new ArrayList<>();
        transactions.run(
                tenant,
                () -> found.addAll(jdbi.withHandle(h ->
                        h.createQuery("""
                        select concat_ws(' ', coalesce(actor_id, 'null'), coalesce(actor_name, 'null'), action, state_before->>'name', state_after->>'name')
                          from audit_entry where aggregate_id = :id""").bind("id", id).mapTo(String.class).list())));
        return String.join(",", found);
    }
}
