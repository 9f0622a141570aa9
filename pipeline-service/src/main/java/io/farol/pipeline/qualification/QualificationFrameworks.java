package io.farol.pipeline.qualification;

import io.farol.runtime.audit.Audit;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Version;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What can be done with qualification frameworks; the only way in for REST and for deals. What a change means for deals: {@link Framework}. */
@ApplicationScoped
public class QualificationFrameworks {
    private static final String TYPE = "QUALIFICATION_FRAMEWORK";

    private final EntityManager entities;
    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Audit audit;
    private final Clock clock;

    QualificationFrameworks(EntityManager entities, Jdbi jdbi, CurrentTenant tenant, Audit audit, Clock clock) {
        this.entities = entities;
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.audit = audit;
        this.clock = clock;
    }

    /** The framework with a key, archived or not; empty when it is neither built in nor the tenant's own. */
    @Transactional
    public Optional<Framework> find(String key) {
        return BuiltInFramework.of(key).map(BuiltInFramework::framework).or(() -> byKey(key)
                .map(QualificationFramework::framework));
    }

    @Transactional
    QualificationFrameworkView get(QualificationFrameworkId id) {
        return BuiltInFramework.of(id).map(QualificationFrameworkView::of).orElseGet(() -> {
            @Nullable QualificationFramework own = entities.find(QualificationFramework.class, id.value());
            if (own == null) {
                throw DomainException.notFound();
            }
            return QualificationFrameworkView.of(own);
        });
    }

    @Transactional
    QualificationFrameworkView create(QualificationFrameworkDetails details) {
        claim(details.key());
        BuiltInFramework.of(details.key()).ifPresent(builtIn -> {
            throw taken(builtIn.id(), details.key());
        });
        byKey(details.key()).ifPresent(existing -> {
            throw taken(new QualificationFrameworkId(existing.id), details.key());
        });
        QualificationFramework framework = new QualificationFramework();
        framework.id = UuidV7.next();
        framework.createdAt = clock.instant();
        framework.updatedAt = framework.createdAt;
        framework.set(details);
        entities.persist(framework);
        QualificationFrameworkView view = QualificationFrameworkView.of(framework);
        audit.record(TYPE, framework.id, "CREATED", null, view);
        return view;
    }

    @Transactional
    QualificationFrameworkView change(
            QualificationFrameworkId id, @Nullable Version expected, MergePatch<QualificationFrameworkDetails> patch) {
        QualificationFramework framework = locked(id, expected);
        framework.refuseWhenArchived();
        QualificationFrameworkDetails before = framework.details();
        QualificationFrameworkDetails wanted = patch.mergedInto(before);
        if (!wanted.key().equals(before.key())) {
            throw DomainException.invalid(List.of(Fault.at("/key", PlatformError.INVALID_VALUE)));
        }
        return wanted.equals(before)
                ? QualificationFrameworkView.of(framework)
                : written(framework, "CHANGED", () -> framework.set(wanted));
    }

    /** No deal may begin with it any more; those qualified in it go on. */
    @Transactional
    void archive(QualificationFrameworkId id, @Nullable Version expected) {
        QualificationFramework framework = locked(id, expected);
        framework.refuseWhenArchived();
        written(framework, "ARCHIVED", () -> framework.archivedAt = clock.instant());
    }

    @Transactional
    QualificationFrameworkView restore(QualificationFrameworkId id, @Nullable Version expected) {
        QualificationFramework framework = locked(id, expected);
        return written(framework, "RESTORED", framework::restore);
    }

    private QualificationFrameworkView written(QualificationFramework framework, String action, Runnable change) {
        QualificationFrameworkView before = QualificationFrameworkView.of(framework);
        change.run();
        framework.touch(clock.instant());
        QualificationFrameworkView after = QualificationFrameworkView.of(framework);
        audit.record(TYPE, framework.id, action, before, after);
        return after;
    }

    /** @param expected the version that the caller saw: 428 when missing, 412 when stale */
    private QualificationFramework locked(QualificationFrameworkId id, @Nullable Version expected) {
        Version.required(expected);
        if (BuiltInFramework.of(id).isPresent()) {
            throw new DomainException(QualificationError.FRAMEWORK_BUILT_IN, "it is the same for every tenant");
        }
        @Nullable
        QualificationFramework framework =
                entities.find(QualificationFramework.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
        if (framework == null) {
            throw DomainException.notFound();
        }
        Version.check(expected, framework.version, () -> QualificationFrameworkView.of(framework));
        return framework;
    }

    private Optional<QualificationFramework> byKey(String key) {
        return entities.createQuery("from QualificationFramework where key = :key", QualificationFramework.class)
                .setParameter("key", key)
                .getResultStream()
                .findFirst();
    }

    private static DomainException taken(QualificationFrameworkId existing, String key) {
        return new DomainException(
                QualificationError.FRAMEWORK_KEY_TAKEN, "the key is taken", Map.of("existingId", existing, "key", key));
    }

    /** Makes writers with one key come one after another, also where no row is yet. */
    private void claim(String key) {
        jdbi.useHandle(handle -> handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:scope, 0))")
                .bind("scope", tenant.get() + ":qualification_framework:" + key)
                .mapTo(String.class)
                .list());
    }
}
