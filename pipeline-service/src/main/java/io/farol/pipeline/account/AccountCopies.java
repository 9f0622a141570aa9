package io.farol.pipeline.account;

import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What is known here of accounts, their contracts and products: the copy that the feed of accounts-service keeps. */
@ApplicationScoped
public class AccountCopies {
    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Clock clock;

    AccountCopies(Jdbi jdbi, CurrentTenant tenant, Clock clock) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.clock = clock;
    }

    /**
     * A line of a contract as it runs on a day.
     *
     * @param mrrE4 its MRR in 1/10,000 of the currency; 0 when nothing of it runs on the day
     */
    public record RunningLine(
            ContractLineId id, ContractId contract, AccountId account, ProductId product, long mrrE4) {}

    /**
     * Which day it is for a tenant.
     *
     * @param today its business day
     * @param zone by which instants become days
     */
    public record Calendar(LocalDate today, String zone) {}

    /** The tenant's calendar. */
    @Transactional
    public Calendar calendar() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select business_day(:tenant, :now) as today,
                               coalesce((select time_zone from setting_copy where tenant_id = :tenant), 'America/Sao_Paulo') as zone""")
                .bind("tenant", tenant.get().value())
                .bind("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .map((row, context) -> new Calendar(row.getObject("today", LocalDate.class), row.getString("zone")))
                .one());
    }

    /** Whether an account exists and is not archived, as far as the feed has told. */
    @Transactional
    public boolean isPresent(AccountId account) {
        return exists(
                "select exists (select 1 from account_copy where tenant_id = :tenant and id = :id and not is_archived)",
                account.value());
    }

    /** Whose contract it is; empty when it is unknown. */
    @Transactional
    public Optional<AccountId> accountOf(ContractId contract) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select account_id from contract_copy where tenant_id = :tenant and id = :id")
                .bind("tenant", tenant.get().value())
                .bind("id", contract.value())
                .mapTo(UUID.class)
                .findOne()
                .map(AccountId::new));
    }

    /** Those of some products that do not exist. */
    @Transactional
    public Set<ProductId> unknownProducts(Collection<ProductId> products) {
        Set<ProductId> unknown = new HashSet<>(products);
        jdbi.useHandle(
                handle -> handle.createQuery("select id from product_copy where tenant_id = :tenant and id = any(:ids)")
                        .bind("tenant", tenant.get().value())
                        .bindArray(
                                "ids",
                                UUID.class,
                                products.stream().map(ProductId::value).toList())
                        .mapTo(UUID.class)
                        .forEach(id -> unknown.remove(new ProductId(id))));
        return unknown;
    }

    /** Those of some contract lines that exist, with what they are worth on a day. */
    @Transactional
    public Map<ContractLineId, RunningLine> lines(Collection<ContractLineId> lines, LocalDate day) {
        Map<ContractLineId, RunningLine> found = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select l.line_id, l.contract_id, c.account_id, (array_agg(l.product_id))[1] as product_id,
                               coalesce(sum(l.mrr_e4) filter (where l.starts_on <= :day and (l.ends_on is null or l.ends_on > :day)), 0)::bigint as mrr_e4
                          from contract_line_copy l join contract_copy c on c.tenant_id = l.tenant_id and c.id = l.contract_id
                         where l.tenant_id = :tenant and l.line_id = any(:ids)
                         group by l.line_id, l.contract_id, c.account_id""")
                .bind("tenant", tenant.get().value())
                .bind("day", day)
                .bindArray(
                        "ids",
                        UUID.class,
                        lines.stream().map(ContractLineId::value).toList())
                .map((row, context) -> new RunningLine(
                        new ContractLineId(row.getObject("line_id", UUID.class)),
                        new ContractId(row.getObject("contract_id", UUID.class)),
                        new AccountId(row.getObject("account_id", UUID.class)),
                        new ProductId(row.getObject("product_id", UUID.class)),
                        row.getLong("mrr_e4")))
                .forEach(line -> found.put(line.id(), line)));
        return found;
    }

    /** The contract that a change from a day on concerns: the one named, when it runs then, else the account's only running one. */
    @Transactional
    public Optional<ContractId> contractToAmend(AccountId account, @Nullable ContractId named, LocalDate day) {
        List<UUID> running = jdbi.withHandle(handle -> handle.createQuery("""
                        select id from contract_copy
                         where tenant_id = :tenant and account_id = :account and (cast(:named as uuid) is null or id = :named)
                           and term_starts_on <= :day
                           and (is_auto_renewing or term_ends_on is null or term_ends_on > :day
                                or exists (select 1 from contract_line_copy l where l.tenant_id = :tenant and l.contract_id = contract_copy.id
                                              and l.starts_on <= :day and (l.ends_on is null or l.ends_on > :day)))
                           and (cancelled_on is null or cancelled_on > :day)
                         limit 2""")
                .bind("tenant", tenant.get().value())
                .bind("account", account.value())
                .bind("named", named == null ? null : named.value())
                .bind("day", day)
                .mapTo(UUID.class)
                .list());
        return running.size() == 1 ? Optional.of(new ContractId(running.getFirst())) : Optional.empty();
    }

    private boolean exists(String sql, UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bind("tenant", tenant.get().value())
                .bind("id", id)
                .mapTo(Boolean.class)
                .one());
    }
}
