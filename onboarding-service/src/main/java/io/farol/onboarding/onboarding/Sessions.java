package io.farol.onboarding.onboarding;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Version;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Kickoffs, trainings and other meetings; they belong to the onboarding's aggregate: each change makes a new version of it. */
@ApplicationScoped
class Sessions {
    private final Onboardings onboardings;
    private final Jdbi jdbi;
    private final CurrentTenant tenant;

    Sessions(Onboardings onboardings, Jdbi jdbi, CurrentTenant tenant) {
        this.onboardings = onboardings;
        this.jdbi = jdbi;
        this.tenant = tenant;
    }

    @Transactional
    SessionView add(OnboardingId onboarding, @Nullable Version expected, SessionDetails details) {
        SessionId id = new SessionId(UuidV7.next());
        OnboardingView after = onboardings.changed(onboarding, expected, "SESSION_ADDED", before -> {
            Onboardings.refuseEnded(before);
            write("""
                    insert into onboarding_session (tenant_id, id, onboarding_id, kind, title, is_mandatory, starts_at, duration_minutes, is_confirmed, is_held, invited_count, attended_count)
                    values (:tenant, :id, :onboarding, :kind, :title, :isMandatory, :startsAt, :duration, :isConfirmed, :isHeld, :invited, :attended)""", onboarding, id, details);
        });
        return get(onboarding, id).with(after);
    }

    @Transactional
    SessionView change(
            OnboardingId onboarding, SessionId id, @Nullable Version expected, MergePatch<SessionDetails> patch) {
        Version.required(expected);
        SessionView was = get(onboarding, id);
        OnboardingView after = onboardings.changed(onboarding, expected, "SESSION_CHANGED", before -> {
            Onboardings.refuseEnded(before);
            write("""
                    update onboarding_session set kind = :kind, title = :title, is_mandatory = :isMandatory, starts_at = :startsAt, duration_minutes = :duration,
                           is_confirmed = :isConfirmed, is_held = :isHeld, invited_count = :invited, attended_count = :attended
                     where tenant_id = :tenant and onboarding_id = :onboarding and id = :id""", onboarding, id, patch.mergedInto(was.details()));
        });
        return get(onboarding, id).with(after);
    }

    @Transactional
    void remove(OnboardingId onboarding, SessionId id, @Nullable Version expected) {
        Version.required(expected);
        get(onboarding, id);
        onboardings.changed(onboarding, expected, "SESSION_REMOVED", before -> {
            Onboardings.refuseEnded(before);
            jdbi.useHandle(handle -> handle.createUpdate(
                            "delete from onboarding_session where tenant_id = :tenant and onboarding_id = :onboarding and id = :id")
                    .bind("tenant", tenant.get().value())
                    .bind("onboarding", onboarding.value())
                    .bind("id", id.value())
                    .execute());
        });
    }

    private SessionView get(OnboardingId onboarding, SessionId id) {
        Optional<SessionView> session = jdbi.withHandle(handle -> handle.createQuery(
                        "select s.* from onboarding_session s where s.tenant_id = :tenant and s.onboarding_id = :onboarding and s.id = :id")
                .bind("tenant", tenant.get().value())
                .bind("onboarding", onboarding.value())
                .bind("id", id.value())
                .map((row, context) -> SessionView.of(row))
                .findOne());
        return session.orElseThrow(DomainException::notFound);
    }

    private void write(String sql, OnboardingId onboarding, SessionId id, SessionDetails details) {
        jdbi.useHandle(handle -> {
            Update update = handle.createUpdate(sql);
            update.bind("tenant", tenant.get().value())
                    .bind("id", id.value())
                    .bind("onboarding", onboarding.value())
                    .bind("kind", details.kind().name())
                    .bind("title", details.title().strip())
                    .bind("isMandatory", Boolean.TRUE.equals(details.isMandatory()))
                    .bindByType(
                            "startsAt",
                            details.startsAt() == null
                                    ? null
                                    : OffsetDateTime.ofInstant(details.startsAt(), ZoneOffset.UTC),
                            OffsetDateTime.class)
                    .bindByType("duration", details.durationMinutes(), Integer.class)
                    .bind("isConfirmed", Boolean.TRUE.equals(details.isConfirmed()))
                    .bind("isHeld", Boolean.TRUE.equals(details.isHeld()))
                    .bindByType("invited", details.invitedCount(), Integer.class)
                    .bindByType("attended", details.attendedCount(), Integer.class)
                    .execute();
        });
    }
}
