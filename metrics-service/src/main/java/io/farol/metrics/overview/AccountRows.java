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

    private static final String RENAMED = """
            update account_row r set csm_folded = farol_fold(m.name) from member_copy m
             where m.tenant_id = :tenant and m.id = any(:members::uuid[]) and r.tenant_id = :tenant and r.csm_id = m.id::text and r.csm_folded <> farol_fold(m.name)""";

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

    /** Rows of the accounts that these members look after, where their names are others now. */
    public static void rename(Handle handle, String tenant, Collection<UUID> members) {
        if (!members.isEmpty()) {
            handle.createUpdate(RENAMED)
                    .bind("tenant", tenant)
                    .bindArray("members", UUID.class, members)
                    .execute();
        }
    }

    /** All rows, because a setting changed that they follow from. */
    public static void refreshAll(Handle handle, String tenant) {
        handle.createQuery(ALL).bind("tenant", tenant).mapTo(String.class).list();
    }
}
