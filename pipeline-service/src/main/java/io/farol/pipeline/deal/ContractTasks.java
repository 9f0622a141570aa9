package io.farol.pipeline.deal;

import io.farol.pipeline.account.AccountCopies.RunningLine;
import io.farol.pipeline.account.ContractId;
import io.farol.pipeline.account.ContractLineId;
import io.farol.pipeline.accountsclient.ContractChange;
import io.farol.runtime.errand.Errands;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * What won and reopened deals change in their clients' contracts, kept until it is done. Everything here runs under the deal's lock, in its transaction: so a win and its task stand or fall together.
 *
 * <p>A task has one step for each line of the deal. The first step's key is the id of the stage change that it follows from, the others' have their number behind it; accounts-service knows keys for ever.
 */
@ApplicationScoped
class ContractTasks {
    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final DealChecks checks;
    private final Errands errands;
    private final Clock clock;

    ContractTasks(Jdbi jdbi, CurrentTenant tenant, DealChecks checks, Errands errands, Clock clock) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.checks = checks;
        this.errands = errands;
        this.clock = clock;
    }

    /**
     * The next thing to do for a deal.
     *
     * @param isFailed refused before: a person has to say that it is to be tried again
     * @param isVoid nothing is there to take back
     */
    record Step(UUID task, int number, boolean isFailed, boolean isVoid, ContractChange change) {}

    /** A won deal goes into its client's contract. */
    void amend(DealView deal, StageChangeId change, ContractId contract, LocalDate startsOn) {
        Map<ContractLineId, RunningLine> running = checks.running(deal.lines(), startsOn);
        UUID task = UuidV7.next();
        jdbi.useHandle(handle -> {
            insertTask(handle, task, deal.id(), change, "AMEND");
            int number = 0;
            for (DealLine line : deal.lines()) {
                number++;
                @Nullable
                RunningLine changed = line.contractLineId() == null ? null : running.get(line.contractLineId());
                handle.createUpdate("""
                                insert into contract_task_step (tenant_id, task_id, number, request_key, contract_id, effective_on, change_kind, product_id, line_id, quantity_e4,
                                       unit_price_e4, currency, discount_e6, billing_period_months, is_recurring)
                                values (:tenant, :task, :number, :key, :contract, :effectiveOn, :kind, :product, :line, :quantityE4, :unitPriceE4, :currency, :discountE6, :months,
                                        :isRecurring)""")
                        .bind("tenant", tenant.get().value())
                        .bind("task", task)
                        .bind("number", number)
                        .bind("key", key(change, number))
                        .bind("contract", (changed == null ? contract : changed.contract()).value())
                        .bind("effectiveOn", startsOn)
                        .bind("kind", deal.type().name())
                        .bind("product", line.productId().value())
                        .bind(
                                "line",
                                line.contractLineId() == null
                                        ? null
                                        : line.contractLineId().value())
                        .bind("quantityE4", line.quantityE4())
                        .bind("unitPriceE4", line.unitPrice().toE4())
                        .bind("currency", line.unitPrice().currency().getCurrencyCode())
                        .bind("discountE6", line.discountE6())
                        .bind("months", line.months())
                        .bind("isRecurring", line.recurs())
                        .execute();
            }
            errands.add(ContractSyncErrand.TABLE, deal.id().value());
        });
    }

    /** A deal that was won is open again: what its win changed, or may still be changing, is taken back. False when nothing of it can have been done. */
    boolean reverse(DealId deal, StageChangeId change) {
        return jdbi.withHandle(handle -> {
            Optional<UUID> won = bound(
                            handle.createQuery(
                                    "select id from contract_task where tenant_id = :tenant and deal_id = :deal and kind = 'AMEND' order by id desc limit 1"),
                            deal)
                    .mapTo(UUID.class)
                    .findOne();
            if (won.isEmpty()) {
                return false;
            }
            cancelRefused(handle, won.get());
            UUID task = UuidV7.next();
            insertTask(handle, task, deal, change, "REVERSE");
            int steps = handle.createUpdate("""
                            insert into contract_task_step (tenant_id, task_id, number, request_key, contract_id, effective_on, change_kind, reverses_task_id, reverses_number)
                            select s.tenant_id, :task, n.number, :change || case when n.number = 1 then '' else ':' || n.number end, s.contract_id, s.effective_on, 'OTHER', s.task_id, s.number
                              from contract_task t
                              join contract_task_step s on s.tenant_id = t.tenant_id and s.task_id = t.id
                              cross join lateral (select count(*) as number from contract_task_step o
                                                   where o.tenant_id = s.tenant_id and o.task_id = s.task_id and o.number >= s.number
                                                     and (t.state <> 'CANCELLED' or o.amendment_id is not null)) n
                             where t.tenant_id = :tenant and t.id = :won and (t.state <> 'CANCELLED' or s.amendment_id is not null)""")
                    .bind("tenant", tenant.get().value())
                    .bind("task", task)
                    .bind("change", change.value().toString())
                    .bind("won", won.get())
                    .execute();
            if (steps == 0) {
                handle.createUpdate(
                                "update contract_task set state = 'DONE', ended_at = :now where tenant_id = :tenant and id = :task")
                        .bind("tenant", tenant.get().value())
                        .bind("task", task)
                        .bind("now", now())
                        .execute();
                return false;
            }
            errands.add(ContractSyncErrand.TABLE, deal.value());
            return true;
        });
    }

    /** The first step of a deal that is not done; empty when all is. */
    Optional<Step> next(DealId deal) {
        return jdbi.withHandle(handle -> bound(handle.createQuery("""
                        select t.id, t.kind, t.state, s.number, s.request_key, s.contract_id, s.effective_on, s.change_kind, s.product_id, s.line_id, s.quantity_e4, s.unit_price_e4,
                               s.currency, s.discount_e6, s.billing_period_months, s.is_recurring, o.amendment_id as reverses, d.title
                          from contract_task t
                          join contract_task_step s on s.tenant_id = t.tenant_id and s.task_id = t.id
                          join deal d on d.tenant_id = t.tenant_id and d.id = t.deal_id
                          left join contract_task_step o on o.tenant_id = s.tenant_id and o.task_id = s.reverses_task_id and o.number = s.reverses_number
                         where t.tenant_id = :tenant and t.deal_id = :deal and t.state in ('PENDING', 'FAILED') and s.done_at is null
                         order by t.id, s.number limit 1"""), deal)
                .map((row, context) -> step(row))
                .findOne());
    }

    /** Notes that a step is done; true when it was the last one of the deal. */
    boolean done(DealId deal, Step step, @Nullable UUID amendment) {
        jdbi.useHandle(handle -> {
            handle.createUpdate("""
                            update contract_task_step set amendment_id = :amendment, done_at = :now
                             where tenant_id = :tenant and task_id = :task and number = :number and done_at is null""")
                    .bind("tenant", tenant.get().value())
                    .bind("task", step.task())
                    .bind("number", step.number())
                    .bind("amendment", amendment)
                    .bind("now", now())
                    .execute();
            handle.createUpdate("""
                            update contract_task t set state = 'DONE', reason = null, ended_at = :now
                             where t.tenant_id = :tenant and t.id = :task and t.state = 'PENDING'
                               and not exists (select 1 from contract_task_step s where s.tenant_id = t.tenant_id and s.task_id = t.id and s.done_at is null)""")
                    .bind("tenant", tenant.get().value())
                    .bind("task", step.task())
                    .bind("now", now())
                    .execute();
        });
        return next(deal).isEmpty();
    }

    /** Notes that a step was refused. True when a person has to look at it; false when the deal was reopened meanwhile, so that nothing is left to be said. */
    boolean refused(DealId deal, Step step, String reason) {
        return jdbi.withHandle(handle -> bound(handle.createQuery("""
                                update contract_task t set reason = :reason, ended_at = :now,
                                       state = case when t.kind = 'AMEND' and exists (select 1 from contract_task n where n.tenant_id = :tenant and n.deal_id = :deal and n.id > t.id)
                                                    then 'CANCELLED' else 'FAILED' end
                                 where t.tenant_id = :tenant and t.id = :task
                                returning t.state"""), deal)
                        .bind("task", step.task())
                        .bind("reason", reason)
                        .bind("now", now())
                        .mapTo(String.class)
                        .one())
                .equals("FAILED");
    }

    /** A refused task is to be tried again. False when none is. */
    boolean retry(DealId deal) {
        return jdbi.withHandle(handle -> {
            int failed = bound(
                            handle.createUpdate(
                                    "update contract_task set state = 'PENDING', reason = null, ended_at = null where tenant_id = :tenant and deal_id = :deal and state = 'FAILED'"),
                            deal)
                    .execute();
            if (failed > 0) {
                errands.add(ContractSyncErrand.TABLE, deal.value());
            }
            return failed > 0;
        });
    }

    private void cancelRefused(Handle handle, UUID task) {
        handle.createUpdate(
                        "update contract_task set state = 'CANCELLED' where tenant_id = :tenant and id = :task and state = 'FAILED'")
                .bind("tenant", tenant.get().value())
                .bind("task", task)
                .execute();
    }

    private void insertTask(Handle handle, UUID task, DealId deal, StageChangeId change, String kind) {
        bound(
                        handle.createUpdate(
                                "insert into contract_task (tenant_id, id, deal_id, stage_change_id, kind, created_at) values (:tenant, :task, :deal, :change, :kind, :now)"),
                        deal)
                .bind("task", task)
                .bind("change", change.value())
                .bind("kind", kind)
                .bind("now", now())
                .execute();
    }

    private <S extends SqlStatement<S>> S bound(S statement, DealId deal) {
        return statement.bind("tenant", tenant.get().value()).bind("deal", deal.value());
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static String key(StageChangeId change, int number) {
        return number == 1 ? change.value().toString() : change.value() + ":" + number;
    }

    private static Step step(ResultSet row) throws SQLException {
        boolean isReversal = row.getString("kind").equals("REVERSE");
        @Nullable UUID reverses = row.getObject("reverses", UUID.class);
        ContractChange change = new ContractChange(
                row.getString("request_key"),
                row.getObject("contract_id", UUID.class),
                row.getObject("effective_on", LocalDate.class),
                row.getString("change_kind"),
                row.getObject("product_id", UUID.class),
                row.getObject("line_id", UUID.class),
                isReversal
                        ? null
                        : new ContractChange.Terms(
                                row.getLong("quantity_e4"),
                                row.getLong("unit_price_e4"),
                                Objects.requireNonNull(row.getString("currency")),
                                row.getInt("discount_e6"),
                                row.getInt("billing_period_months"),
                                row.getBoolean("is_recurring")),
                reverses,
                row.getString("title"));
        return new Step(
                row.getObject("id", UUID.class),
                row.getInt("number"),
                row.getString("state").equals("FAILED"),
                isReversal && reverses == null,
                change);
    }
}
