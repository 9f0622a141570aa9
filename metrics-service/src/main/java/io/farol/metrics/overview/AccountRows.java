package io.farol.metrics.overview;

import java.util.Collection;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Keeps the account table up to what was learnt, set-based, in the transaction that learns it. The day is the database's: readers bring rows of another day up to theirs. */
public final class AccountRows {
    private static final String SOME = """
            select refresh_account_rows(:tenant, array(select a from unnest(:accounts::uuid[]) a
                                                       union
                                                       select c.account_id from contract_copy c where c.tenant_id = :tenant and c.id = any(:contracts::uuid[])), current_date)::text""";

    private static final String ALL =
            "select refresh_account_rows(:tenant, array(select id from account_copy where tenant_id = :tenant), current_date)::text";

    private AccountRows() {}

    /** Rows of accounts that changed, and of those whose contracts did. */
    public static void refresh(Handle handle, String tenant, Collection<UUID> accounts, Collection<UUID> contracts) {
        if (!accounts.isEmpty() || !contracts.isEmpty()) {
            handle.createQuery(SOME)
                    .bind("tenant", tenant)
                    .bindArray("accounts", UUID.class, accounts)
                    .bindArray("contracts", UUID.class, contracts)
                    .mapTo(String.class)
                    .list();
        }
    }

    /** All rows, because a setting changed that they follow from. */
    public static void refreshAll(Handle handle, String tenant) {
        handle.createQuery(ALL).bind("tenant", tenant).mapTo(String.class).list();
    }
}
