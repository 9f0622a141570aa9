package io.farol.accounts.account;

import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Dated values of grouping dimensions (DECISIONS.md 8). A first value has held since ever; a later one holds from a day on, and what was said for later days before is dropped with it,
 * so that the newest entry is always the account's present value.
 */
@ApplicationScoped
class GroupHistory {
    private final Jdbi jdbi;
    private final CurrentTenant tenant;

    GroupHistory(Jdbi jdbi, CurrentTenant tenant) {
        this.jdbi = jdbi;
        this.tenant = tenant;
    }

    /**
     * Records changed values.
     *
     * @param effectiveOn from when they hold; null = from today, or since ever where there was none before
     */
    void change(
            AccountId account,
            Map<String, String> before,
            Map<String, String> after,
            @Nullable LocalDate effectiveOn,
            LocalDate today) {
        Set<String> dimensions = new TreeSet<>(before.keySet());
        dimensions.addAll(after.keySet());
        dimensions.removeIf(dimension -> java.util.Objects.equals(before.get(dimension), after.get(dimension)));
        if (!dimensions.isEmpty()) {
            jdbi.useHandle(handle -> dimensions.forEach(dimension -> change(
                    handle, account, dimension, before.get(dimension), after.get(dimension), effectiveOn, today)));
        }
    }

    private void change(
            Handle handle,
            AccountId account,
            String dimension,
            @Nullable String before,
            @Nullable String after,
            @Nullable LocalDate effectiveOn,
            LocalDate today) {
        boolean isFirst = handle.createQuery(
                                "select count(*) from account_group_value where tenant_id = :tenant and account_id = :account and dimension = :dimension")
                        .bind("tenant", tenant.get().value())
                        .bind("account", account.value())
                        .bind("dimension", dimension)
                        .mapTo(Long.class)
                        .one()
                == 0;
        if (isFirst && before == null && effectiveOn == null) {
            return;
        }
        if (isFirst) {
            insert(handle, account, dimension, null, before);
        }
        LocalDate from = effectiveOn == null ? today : effectiveOn;
        handle.createUpdate(
                        "delete from account_group_value where tenant_id = :tenant and account_id = :account and dimension = :dimension and from_on >= :from")
                .bind("tenant", tenant.get().value())
                .bind("account", account.value())
                .bind("dimension", dimension)
                .bind("from", from)
                .execute();
        insert(handle, account, dimension, from, after);
    }

    private void insert(
            Handle handle, AccountId account, String dimension, @Nullable LocalDate from, @Nullable String value) {
        handle.createUpdate(
                        "insert into account_group_value (tenant_id, account_id, dimension, from_on, value) values (:tenant, :account, :dimension, coalesce(cast(:from as date), '-infinity'), :value)")
                .bind("tenant", tenant.get().value())
                .bind("account", account.value())
                .bind("dimension", dimension)
                .bind("from", from)
                .bind("value", value)
                .execute();
    }
}
