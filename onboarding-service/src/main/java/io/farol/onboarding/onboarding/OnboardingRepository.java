package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.Accounts;
import io.farol.onboarding.onboarding.OnboardingPlan.PhasePlan;
import io.farol.runtime.team.TeamCopy;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Reads and writes the rows of one onboarding; whoever writes holds its lock. */
@ApplicationScoped
class OnboardingRepository {
    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Accounts accounts;
    private final TeamCopy team;

    OnboardingRepository(Jdbi jdbi, CurrentTenant tenant, Accounts accounts, TeamCopy team) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.accounts = accounts;
        this.team = team;
    }

    /** The bind that {@link OnboardingSql#FROM} needs. */
    private Map<String, Object> now() {
        return Map.of("now", accounts.now());
    }

    /** The binds that lists and boards need. */
    Map<String, Object> binds() {
        Map<String, Object> binds = new HashMap<>(team.binds());
        binds.putAll(now());
        return binds;
    }

    Optional<OnboardingView> find(OnboardingId id) {
        return jdbi.withHandle(handle -> handle.createQuery(OnboardingSql.SELECT + "o.id = :id")
                .bind("tenant", tenant.get().value())
                .bind("id", id.value())
                .bindMap(now())
                .map((row, context) -> OnboardingRow.of(row))
                .findOne());
    }

    /** Locks an onboarding; empty when there is none, also when it is another tenant's. */
    OptionalLong lock(OnboardingId id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                                "select version from onboarding where tenant_id = :tenant and id = :id for update")
                        .bind("tenant", tenant.get().value())
                        .bind("id", id.value())
                        .mapTo(Long.class)
                        .findOne())
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** Makes openings of one account come one after another. */
    void claim(UUID account) {
        jdbi.useHandle(handle -> handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:scope, 0))")
                .bind("scope", tenant.get() + ":onboarding:" + account)
                .mapTo(String.class)
                .list());
    }

    /** The onboarding of an account, or of one of its products, that is being worked on. */
    Optional<OnboardingId> findOpen(UUID account, @Nullable UUID product) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id from onboarding where tenant_id = :tenant and account_id = :account and product_id is not distinct from :product and state in ('IN_PROGRESS', 'PAUSED')")
                .bind("tenant", tenant.get().value())
                .bind("account", account)
                .bindByType("product", product, UUID.class)
                .mapTo(UUID.class)
                .findOne()
                .map(OnboardingId::new));
    }

    void insert(UUID id, OnboardingOpening opening, LocalDate startedOn, LocalDate clockStartsOn) {
        OffsetDateTime now = accounts.now();
        jdbi.useHandle(handle -> {
            handle.createUpdate("""
                            insert into onboarding (tenant_id, id, account_id, product_id, kind, phase, state, is_untouched, content, started_on, clock_starts_on, created_at, updated_at)
                            values (:tenant, :id, :account, :product, 'MANUAL', 'TRIAGE', 'IN_PROGRESS', false, cast(:content as jsonb), :startedOn, :clockStartsOn, :now, :now)""")
                    .bind("tenant", tenant.get().value())
                    .bind("id", id)
                    .bind("account", opening.accountId().value())
                    .bindByType(
                            "product",
                            opening.productId() == null
                                    ? null
                                    : opening.productId().value(),
                            UUID.class)
                    .bind("content", OnboardingRow.content(opening.details()))
                    .bind("startedOn", startedOn)
                    .bind("clockStartsOn", clockStartsOn)
                    .bind("now", now)
                    .execute();
            for (OnboardingPhase phase : OnboardingPhase.values()) {
                boolean isFirst = phase == OnboardingPhase.TRIAGE;
                handle.createUpdate("""
                                insert into onboarding_phase (tenant_id, onboarding_id, phase, ordinal, state, owner_role, started_on)
                                values (:tenant, :id, :phase, :ordinal, :state, :role, :startedOn)""")
                        .bind("tenant", tenant.get().value())
                        .bind("id", id)
                        .bind("phase", phase.name())
                        .bind("ordinal", phase.ordinal() + 1)
                        .bind("state", (isFirst ? PhaseState.IN_PROGRESS : PhaseState.PENDING).name())
                        .bind("role", phase.ownerRole().name())
                        .bindByType("startedOn", isFirst ? startedOn : null, LocalDate.class)
                        .execute();
            }
        });
    }

    /** The next version of a locked onboarding, which people have now worked on. */
    void touch(OnboardingId id) {
        update(
                id,
                "version = version + 1, is_untouched = false, updated_at = :now",
                set -> set.bind("now", accounts.now()));
    }

    void writeContent(OnboardingId id, OnboardingDetails details) {
        update(id, "content = cast(:content as jsonb)", set -> set.bind("content", OnboardingRow.content(details)));
    }

    void writePlan(OnboardingId id, OnboardingPlan before, OnboardingPlan after) {
        Map<OnboardingPhase, PhasePlan> was = before.phases();
        after.phases().forEach((phase, plan) -> {
            if (!plan.equals(was.get(phase))) {
                jdbi.useHandle(handle -> handle.createUpdate("""
                                update onboarding_phase set planned_starts_on = :startsOn, planned_ends_on = :endsOn, owner_role = :role
                                 where tenant_id = :tenant and onboarding_id = :id and phase = :phase""")
                        .bind("tenant", tenant.get().value())
                        .bind("id", id.value())
                        .bind("phase", phase.name())
                        .bindByType("startsOn", plan.startsOn(), LocalDate.class)
                        .bindByType("endsOn", plan.endsOn(), LocalDate.class)
                        .bind("role", plan.ownerRole() == null ? phase.ownerRole() : plan.ownerRole())
                        .execute());
            }
        });
        update(
                id,
                "planned_go_live_on = :goLiveOn",
                set -> set.bindByType("goLiveOn", after.goLiveOn(), LocalDate.class));
    }

    /** Where an onboarding stands as a whole. */
    void stand(OnboardingId id, OnboardingPhase phase, OnboardingState state) {
        end(id, phase, state, null, null);
    }

    void end(
            OnboardingId id,
            OnboardingPhase phase,
            OnboardingState state,
            @Nullable LocalDate endedOn,
            @Nullable String reason) {
        update(id, "phase = :phase, state = :state, ended_on = :endedOn, end_reason = :reason", set -> set.bind(
                        "phase", phase.name())
                .bind("state", state.name())
                .bindByType("endedOn", endedOn, LocalDate.class)
                .bindByType("reason", reason, String.class));
    }

    void standPhase(
            OnboardingId id,
            OnboardingPhase phase,
            PhaseState state,
            @Nullable LocalDate startedOn,
            @Nullable LocalDate endedOn,
            @Nullable String skipReason) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update onboarding_phase set state = :state, started_on = :startedOn, ended_on = :endedOn, skip_reason = :reason
                         where tenant_id = :tenant and onboarding_id = :id and phase = :phase""")
                .bind("tenant", tenant.get().value())
                .bind("id", id.value())
                .bind("phase", phase.name())
                .bind("state", state.name())
                .bindByType("startedOn", startedOn, LocalDate.class)
                .bindByType("endedOn", endedOn, LocalDate.class)
                .bindByType("reason", skipReason, String.class)
                .execute());
    }

    void recordChange(
            OnboardingId id,
            PhaseChangeId change,
            PhaseChangeKind kind,
            OnboardingPhase from,
            OnboardingPhase to,
            Collection<OnboardingPhase> skipped,
            @Nullable String reason,
            @Nullable String by) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into onboarding_phase_change (tenant_id, id, onboarding_id, kind, from_phase, to_phase, skipped, reason, changed_at, changed_by)
                        values (:tenant, :change, :id, :kind, :from, :to, :skipped, :reason, :now, :by)""")
                .bind("tenant", tenant.get().value())
                .bind("change", change.value())
                .bind("id", id.value())
                .bind("kind", kind.name())
                .bind("from", from.name())
                .bind("to", to.name())
                .bindArray(
                        "skipped",
                        String.class,
                        skipped.stream().map(Enum::name).toList())
                .bindByType("reason", reason, String.class)
                .bind("now", accounts.now())
                .bindByType("by", by, String.class)
                .execute());
    }

    void beginPause(OnboardingId id, PauseId pause, LocalDate fromOn, String reason) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "insert into onboarding_pause (tenant_id, id, onboarding_id, from_on, reason) values (:tenant, :pause, :id, :fromOn, :reason)")
                .bind("tenant", tenant.get().value())
                .bind("pause", pause.value())
                .bind("id", id.value())
                .bind("fromOn", fromOn)
                .bind("reason", reason)
                .execute());
    }

    void endPause(OnboardingId id, LocalDate untilOn) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update onboarding_pause set until_on = :untilOn where tenant_id = :tenant and onboarding_id = :id and until_on is null")
                .bind("tenant", tenant.get().value())
                .bind("id", id.value())
                .bind("untilOn", untilOn)
                .execute());
    }

    void evidence(OnboardingId id, FirstValueDetails evidence, @Nullable String by, ActivationState activation) {
        update(
                id,
                "first_value_on = :on, first_value_kind = :kind, first_value_text = :text, first_value_by = :by, activation_state = :activation, activation_reason = null",
                set -> set.bind("on", evidence.evidencedOn())
                        .bind("kind", evidence.kind().name())
                        .bind("text", evidence.evidence().strip())
                        .bindByType("by", by, String.class)
                        .bind("activation", activation.name()));
    }

    void stateActivation(OnboardingId id, ActivationState state, @Nullable String reason) {
        update(id, "activation_state = :state, activation_reason = :reason", set -> set.bind("state", state.name())
                .bindByType("reason", reason, String.class));
    }

    private void update(OnboardingId id, String set, Consumer<Update> binds) {
        jdbi.useHandle(handle -> {
            Update update = handle.createUpdate(
                            "update onboarding set " + set + " where tenant_id = :tenant and id = :id")
                    .bind("tenant", tenant.get().value())
                    .bind("id", id.value());
            binds.accept(update);
            update.execute();
        });
    }
}
