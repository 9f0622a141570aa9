package io.farol.accounts.account;

import io.farol.accounts.setting.Settings;
import io.farol.accounts.setting.TenantSettings;
import io.farol.runtime.audit.Audit;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.rest.Selection;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/** The set-based half of bulk edits: which accounts a selection has, and the same changes for all of them. */
@ApplicationScoped
class AccountBulkMerge {
    private static final int SAMPLED = 10;

    private static final String WANTED = """
            create temp table wanted_account on commit drop as
            select a.id, a.name, a.tax_id,
                   case when jsonb_exists(w.changes, 'sector') then w.changes ->> 'sector' else a.sector end as sector,
                   case when jsonb_exists(w.changes, 'region') then w.changes ->> 'region' else a.region end as region,
                   case when jsonb_exists(w.changes, 'country') then w.changes ->> 'country' else a.country end as country,
                   case when jsonb_exists(w.changes, 'channel') then w.changes ->> 'channel' else a.channel end as channel,
                   case when jsonb_exists(w.changes, 'sellerName') then w.changes ->> 'sellerName' else a.seller_name end as seller_name,
                   case when jsonb_exists(w.changes, 'csmId') then cast(w.changes ->> 'csmId' as uuid) else a.csm_id end as csm_id,
                   a.parent_account_id, a.employees, a.area_employees, a.annual_revenue_e4, a.currency, a.customer_since, a.activated_on,
                   case when jsonb_exists(w.changes, 'tags') then array(select jsonb_array_elements_text(w.changes -> 'tags')) else a.tags end as tags
              from selected_account s
              join account a on a.tenant_id = :tenant and a.id = s.id
             cross join (select cast(:changes as jsonb) as changes) w""";

    private static final String CHANGED_VALUES = """
            create temp table changed_value on commit drop as
            select w.id, 'attr.' || e.key as dimension, e.key, v.value as old_value, e.value as new_value
              from wanted_account w
             cross join jsonb_each_text(cast(:changes as jsonb) -> 'attributes') e
              left join account_attribute v on v.tenant_id = :tenant and v.account_id = w.id and v.key = e.key""";

    private static final String STATES = """
            select w.id,
                   (select jsonb_object_agg(f.key, f.value)
                      from jsonb_each(jsonb_build_object('sector', a.sector, 'region', a.region, 'country', a.country, 'channel', a.channel, 'sellerName', a.seller_name, 'csmId', a.csm_id,
                                                         'tags', a.tags, 'attributes', v.old_values)) f
                     where jsonb_exists(e.changes, f.key)) as state_before,
                   (select jsonb_object_agg(f.key, f.value)
                      from jsonb_each(jsonb_build_object('sector', w.sector, 'region', w.region, 'country', w.country, 'channel', w.channel, 'sellerName', w.seller_name, 'csmId', w.csm_id,
                                                         'tags', w.tags, 'attributes', v.new_values)) f
                     where jsonb_exists(e.changes, f.key)) || jsonb_build_object('bulkEditId', cast(:edit as text)) as state_after
              from wanted_account w
              join account a on a.tenant_id = :tenant and a.id = w.id
             cross join (select cast(:changes as jsonb) as changes) e
              left join (select id, jsonb_object_agg(key, old_value) as old_values, jsonb_object_agg(key, new_value) as new_values from changed_value group by id) v on v.id = w.id""";

    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Settings settings;
    private final AccountRepository repository;
    private final Audit audit;

    AccountBulkMerge(Jdbi jdbi, CurrentTenant tenant, Settings settings, AccountRepository repository, Audit audit) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.settings = settings;
        this.repository = repository;
        this.audit = audit;
    }

    /**
     * The accounts that a selection has at a moment; they are in {@code selected_account}.
     *
     * @param fingerprint equal for the same accounts
     */
    record Chosen(long count, String fingerprint, List<AccountBulkEditView.AccountBulkEditSample> sample) {}

    /** Looks without locking. */
    Chosen choose(Selection selection, int limit) {
        return jdbi.withHandle(handle -> chosen(handle, selection, limit));
    }

    /** Locks what is found, and looks again: nobody changes these accounts any more before the end of the transaction. */
    Chosen lock(Selection selection, int limit) {
        return jdbi.withHandle(handle -> {
            selection.stage(handle, "selected_account", limit);
            handle.createUpdate("""
                            create temp table locked_account on commit drop as
                            select a.id from selected_account s join account a on a.tenant_id = :tenant and a.id = s.id order by a.id for update of a""").bind("tenant", tenant.get().value()).execute();
            return chosen(handle, selection, limit);
        });
    }

    /** Refuses a country whose tax ids these accounts do not have. */
    void checkTaxIds(Map<String, @Nullable Object> changes) {
        jdbi.useHandle(handle -> bareTaxIds(handle, changes));
    }

    /** Changes the locked accounts that differ; how many. @param json the changes as they are kept */
    long merge(AccountBulkEditId edit, Map<String, @Nullable Object> changes, String json) {
        Map<String, @Nullable Object> binds = new HashMap<>(repository.now());
        binds.put("tenant", tenant.get().value());
        binds.put("changes", json);
        binds.put("edit", edit.value().toString());
        binds.put("today", settings.current().today());
        return jdbi.withHandle(handle -> {
            execute(handle, WANTED, binds);
            writeTaxIds(handle, bareTaxIds(handle, changes));
            execute(handle, CHANGED_VALUES, binds);
            AccountChanges.dropUnchanged(sql -> execute(handle, sql, binds));
            audit.recordEach(Accounts.TYPE, "CHANGED", STATES, binds);
            return AccountChanges.write(sql -> execute(handle, sql, binds), "cast(:today as date)");
        });
    }

    private Chosen chosen(Handle handle, Selection selection, int limit) {
        long count = selection.stage(handle, "selected_account", limit);
        String fingerprint = handle.createQuery(
                        "select md5(coalesce(string_agg(cast(id as text), ',' order by id), '')) from selected_account")
                .mapTo(String.class)
                .one();
        List<AccountBulkEditView.AccountBulkEditSample> sample = handle.createQuery(
                        "select a.id, a.name from (select id from selected_account order by id limit :sampled) s join account a on a.tenant_id = :tenant and a.id = s.id order by a.id")
                .bind("sampled", SAMPLED)
                .bind("tenant", tenant.get().value())
                .map((row, context) -> new AccountBulkEditView.AccountBulkEditSample(
                        new AccountId(row.getObject("id", UUID.class)), row.getString("name")))
                .list();
        return new Chosen(count, fingerprint, sample);
    }

    /** Tax ids in the country's writing, of accounts that come to Brazil by these changes. */
    private Map<UUID, String> bareTaxIds(Handle handle, Map<String, @Nullable Object> changes) {
        TenantSettings policy = settings.current();
        @Nullable Object country = changes.get("country");
        if (!changes.containsKey("country") || !"BR".equals(country == null ? policy.country() : country)) {
            return Map.of();
        }
        Map<UUID, String> bare = new HashMap<>();
        long[] invalid = new long[1];
        handle.createQuery("""
                        select a.id, a.tax_id from selected_account s join account a on a.tenant_id = :tenant and a.id = s.id
                         where a.tax_id is not null and coalesce(a.country, :country) <> 'BR'""")
                .bind("tenant", tenant.get().value())
                .bind("country", policy.country())
                .map((row, context) -> Map.entry(row.getObject("id", UUID.class), row.getString("tax_id")))
                .forEach(account -> {
                    Optional<String> taxId = TaxIdFormula.normalised(account.getValue());
                    taxId.ifPresentOrElse(text -> bare.put(account.getKey(), text), () -> invalid[0]++);
                });
        if (invalid[0] > 0) {
            throw DomainException.invalid(
                    List.of(Fault.at("/changes/country", AccountError.TAX_ID_INVALID, Map.of("accounts", invalid[0]))));
        }
        return bare;
    }

    private static void writeTaxIds(Handle handle, Map<UUID, String> taxIds) {
        if (taxIds.isEmpty()) {
            return;
        }
        List<Map.Entry<UUID, String>> each = List.copyOf(taxIds.entrySet());
        handle.createUpdate(
                        "update wanted_account w set tax_id = t.tax_id from unnest(:ids, :taxIds) t (id, tax_id) where w.id = t.id")
                .bindArray(
                        "ids", UUID.class, each.stream().map(Map.Entry::getKey).toArray())
                .bindArray(
                        "taxIds",
                        String.class,
                        each.stream().map(Map.Entry::getValue).toArray())
                .execute();
    }

    private static long execute(Handle handle, String sql, Map<String, @Nullable Object> binds) {
        var statement = handle.createUpdate(sql).bindMap(binds);
        statement.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        return statement.execute();
    }
}
