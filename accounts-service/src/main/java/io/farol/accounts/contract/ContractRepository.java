package io.farol.accounts.contract;

import io.farol.accounts.account.AccountId;
import io.farol.accounts.product.ProductId;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Reads contracts whole, several at once, and keeps the folded terms of their lines. */
@ApplicationScoped
class ContractRepository {
    private static final String LINES = """
            select l.id, l.contract_id, l.external_id, l.product_id, p.code, p.name,
                   coalesce((select r.churn_reason from contract_amendment r
                              where r.tenant_id = l.tenant_id and r.line_id = l.id and r.kind = 'REMOVE_LINE' and r.reversed_by_id is null limit 1), l.churn_reason) as churn_reason
              from contract_line l join product p on p.tenant_id = l.tenant_id and p.id = l.product_id
             where l.tenant_id = :tenant and l.contract_id = any(:ids) order by l.id""";

    private final Jdbi jdbi;
    private final CurrentTenant tenant;

    ContractRepository(Jdbi jdbi, CurrentTenant tenant) {
        this.jdbi = jdbi;
        this.tenant = tenant;
    }

    Optional<ContractView> find(ContractId id) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + ContractView.COLUMNS
                                + " from contract c where c.tenant_id = :tenant and c.id = :id")
                        .bind("tenant", tenant.get().value())
                        .bind("id", id.value())
                        .map((row, context) -> ContractView.of(row))
                        .findOne())
                .map(contract -> whole(List.of(contract)).getFirst());
    }

    Optional<ContractId> findByExternalId(String externalId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id from contract where tenant_id = :tenant and external_id = :externalId")
                .bind("tenant", tenant.get().value())
                .bind("externalId", externalId)
                .map((row, context) -> new ContractId(row.getObject(1, UUID.class)))
                .findOne());
    }

    Optional<ContractLineId> findLineByExternalId(String externalId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id from contract_line where tenant_id = :tenant and external_id = :externalId")
                .bind("tenant", tenant.get().value())
                .bind("externalId", externalId)
                .map((row, context) -> new ContractLineId(row.getObject(1, UUID.class)))
                .findOne());
    }

    boolean exists(ContractId id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select exists (select 1 from contract where tenant_id = :tenant and id = :id)")
                .bind("tenant", tenant.get().value())
                .bind("id", id.value())
                .mapTo(Boolean.class)
                .one());
    }

    /** The same contracts with their lines, terms and amendments. */
    List<ContractView> whole(List<ContractView> contracts) {
        List<UUID> ids =
                contracts.stream().map(contract -> contract.id().value()).toList();
        return jdbi.withHandle(handle -> {
            Map<UUID, List<LineTermView>> terms = terms(handle, ids);
            Map<UUID, List<ContractLineView>> lines = lines(handle, ids, terms);
            Map<UUID, List<AmendmentView>> amendments = amendments(handle, ids);
            return contracts.stream()
                    .map(contract -> contract.with(
                            lines.getOrDefault(contract.id().value(), List.of()),
                            amendments.getOrDefault(contract.id().value(), List.of())))
                    .toList();
        });
    }

    /** Puts the terms of a line in the place of those that were there. */
    void writeTerms(AccountId account, ContractId contract, ContractLineId line, List<LineTerm> terms) {
        jdbi.useHandle(handle -> {
            handle.createUpdate("delete from contract_line_term where tenant_id = :tenant and line_id = :line")
                    .bind("tenant", tenant.get().value())
                    .bind("line", line.value())
                    .execute();
            if (!terms.isEmpty()) {
                insertTerms(handle, account, contract, line, terms);
            }
        });
    }

    private void insertTerms(
            Handle handle, AccountId account, ContractId contract, ContractLineId line, List<LineTerm> terms) {
        try (PreparedBatch batch = handle.prepareBatch("""
                insert into contract_line_term (tenant_id, line_id, starts_on, ends_on, account_id, contract_id, quantity_e4, unit_price_e4, currency, discount_e6,
                                                billing_period_months, is_recurring, change_kind, amendment_id)
                values (:tenant, :line, :startsOn, :endsOn, :account, :contract, :quantity, :unitPrice, :currency, :discount, :months, :isRecurring, :changeKind, :amendment)""")) {
            for (LineTerm term : terms) {
                @Nullable ChangeKind kind = term.changeKind();
                @Nullable AmendmentId amendment = term.amendmentId();
                batch.bind("tenant", tenant.get().value())
                        .bind("line", line.value())
                        .bind("startsOn", term.startsOn())
                        .bind("endsOn", term.endsOn())
                        .bind("account", account.value())
                        .bind("contract", contract.value())
                        .bind("quantity", term.terms().quantityE4())
                        .bind("unitPrice", term.terms().unitPrice().toE4())
                        .bind("currency", term.terms().unitPrice().currency().getCurrencyCode())
                        .bind("discount", term.terms().discountE6())
                        .bind("months", term.terms().billingPeriodMonths())
                        .bind("isRecurring", term.terms().isRecurring())
                        .bind("changeKind", kind == null ? null : kind.name())
                        .bind("amendment", amendment == null ? null : amendment.value())
                        .add();
            }
            batch.execute();
        }
    }

    /** Makes writers with one key come one after another, also where no row is yet. */
    void claim(String kind, String key) {
        jdbi.useHandle(handle -> handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:scope, 0))")
                .bind("scope", tenant.get() + ":" + kind + ":" + key)
                .mapTo(String.class)
                .list());
    }

    private Map<UUID, List<LineTermView>> terms(Handle handle, List<UUID> ids) {
        return handle
                .createQuery(
                        "select t.* from contract_line_term t join contract_line l on l.tenant_id = t.tenant_id and l.id = t.line_id where l.tenant_id = :tenant and l.contract_id = any(:ids) order by t.line_id, t.starts_on")
                .bind("tenant", tenant.get().value())
                .bindArray("ids", UUID.class, ids)
                .map((row, context) -> Map.entry(row.getObject("line_id", UUID.class), LineTermView.of(row)))
                .stream()
                .collect(grouped());
    }

    private Map<UUID, List<ContractLineView>> lines(
            Handle handle, List<UUID> ids, Map<UUID, List<LineTermView>> terms) {
        return handle
                .createQuery(LINES)
                .bind("tenant", tenant.get().value())
                .bindArray("ids", UUID.class, ids)
                .map((row, context) -> Map.entry(
                        row.getObject("contract_id", UUID.class),
                        new ContractLineView(
                                new ContractLineId(row.getObject("id", UUID.class)),
                                row.getString("external_id"),
                                new ProductId(row.getObject("product_id", UUID.class)),
                                row.getString("code"),
                                row.getString("name"),
                                row.getString("churn_reason"),
                                terms.getOrDefault(row.getObject("id", UUID.class), List.of()))))
                .stream()
                .collect(grouped());
    }

    private Map<UUID, List<AmendmentView>> amendments(Handle handle, List<UUID> ids) {
        return handle
                .createQuery(
                        "select m.* from contract_amendment m where m.tenant_id = :tenant and m.contract_id = any(:ids) order by m.id")
                .bind("tenant", tenant.get().value())
                .bindArray("ids", UUID.class, ids)
                .map((row, context) -> Map.entry(row.getObject("contract_id", UUID.class), AmendmentView.of(row)))
                .stream()
                .collect(grouped());
    }

    private static <V> java.util.stream.Collector<Map.Entry<UUID, V>, ?, Map<UUID, List<V>>> grouped() {
        return Collectors.groupingBy(Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList()));
    }
}
