package io.farol.metrics.accountrow;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Keeps the account table up to what was learnt, set-based, in the transaction that learns it (READ COMMITTED). The day is the database's: readers bring rows of another day up to theirs. */
public final class AccountRows {
    private static final String SOME = """
            select refresh_account_rows(:tenant, array(select a from unnest(:accounts::uuid[]) a
                                                       union
                                                       select c.account_id from contract_copy c where c.tenant_id = :tenant and c.id = any(:contracts::uuid[])), current_date)::text""";

    private static final String LOCK =
            "select pg_advisory_xact_lock(hashtextextended('account_row:' || :tenant, 0))::text";

    private static final String IS_PAST = """
            select exists (select 1 from account_row where tenant_id = :tenant and valid_until <= :today) or exists (select 1 from account_row where tenant_id = :tenant and valid_from > :today)""";

    private static final String PAST = """
            select refresh_account_rows(:tenant, array(select account_id from account_row where tenant_id = :tenant and valid_until <= :today
                                                       union all
                                                       select account_id from account_row where tenant_id = :tenant and valid_from > :today), :today)::text""";

    private static final String IN_CURRENCIES = """
            select distinct d.account_id from rate_copy f join deal_copy d on d.tenant_id = :tenant and d.currency = f.currency and d.closed_at is null and not d.is_archived
             where f.tenant_id = :tenant and f.id = any(:rates::uuid[]) and d.account_id is not null""";

    private static final String ALL =
            "select refresh_account_rows(:tenant, array(select id from account_copy where tenant_id = :tenant), current_date)::text";

    private static final String RENAMED = """
            update account_row r set csm_folded = farol_fold(m.name) from member_copy m
             where m.tenant_id = :tenant and m.id = any(:members::uuid[]) and r.tenant_id = :tenant and r.csm_id = m.id::text and r.csm_folded <> farol_fold(m.name)""";

    private AccountRows() {}

    /** Rows of accounts that changed, and of those whose contracts did. */
    public static void refresh(Handle handle, String tenant, Collection<UUID> accounts, Collection<UUID> contracts) {
        if (!accounts.isEmpty() || !contracts.isEmpty()) {
            lock(handle, tenant);
            handle.createQuery(SOME)
                    .bind("tenant", tenant)
                    .bindArray("accounts", UUID.class, accounts)
                    .bindArray("contracts", UUID.class, contracts)
                    .mapTo(String.class)
                    .list();
        }
    }

    /** Rows of the accounts with open deals in the currencies of these rates, which are worth something else now. */
    public static void revalue(Handle handle, String tenant, Collection<UUID> rates) {
        if (!rates.isEmpty()) {
            List<UUID> accounts = handle.createQuery(IN_CURRENCIES)
                    .bind("tenant", tenant)
                    .bindArray("rates", UUID.class, rates)
                    .mapTo(UUID.class)
                    .list();
            refresh(handle, tenant, accounts, List.of());
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
        lock(handle, tenant);
        handle.createQuery(ALL).bind("tenant", tenant).mapTo(String.class).list();
    }

    /** Rows that are right for another day only. */
    public static void bringTo(Handle handle, String tenant, LocalDate today) {
        boolean isPast = handle.createQuery(IS_PAST)
                .bind("tenant", tenant)
                .bind("today", today)
                .mapTo(Boolean.class)
                .one();
        if (isPast) {
            lock(handle, tenant);
            handle.createQuery(PAST)
                    .bind("tenant", tenant)
                    .bind("today", today)
                    .mapTo(String.class)
                    .list();
        }
    }

    /** A row is made of what several feeds told: who makes it first waits for those who are making it, so that none is written over by an older one. */
    private static void lock(Handle handle, String tenant) {
        handle.createQuery(LOCK).bind("tenant", tenant).mapTo(String.class).one();
    }
}
