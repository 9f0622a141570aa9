package io.farol.accounts.fxrate;

import io.farol.accounts.setting.Settings;
import io.farol.runtime.audit.Audit;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.outbox.Outbox;
import io.farol.runtime.rest.BatchItemResult;
import io.farol.runtime.rest.BatchItemStatus;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Version;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What can be done with exchange rates. A rate that was wrong is corrected in place: the ledger learns it by the feed and keeps what it reported before. */
@ApplicationScoped
public class FxRates {
    static final String TYPE = "FX_RATE";

    private final EntityManager entities;
    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Settings settings;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    FxRates(
            EntityManager entities,
            Jdbi jdbi,
            CurrentTenant tenant,
            Settings settings,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.entities = entities;
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.settings = settings;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    FxRateView get(FxRateId id) {
        @Nullable FxRate rate = entities.find(FxRate.class, id.value());
        if (rate == null) {
            throw DomainException.notFound();
        }
        return FxRateView.of(rate);
    }

    @Transactional
    FxRateView create(FxRateDetails details) {
        claimed(details).ifPresent(existing -> {
            throw new DomainException(FxRateError.FX_RATE_EXISTS, "there is one", Map.of("existingId", existing));
        });
        return created(details);
    }

    /** One item of a batch: the rate of a currency and day, made or corrected. */
    @Transactional
    BatchItemResult putItem(FxRateDetails details) {
        Optional<FxRateId> current = claimed(details);
        if (current.isEmpty()) {
            FxRateView made = created(details);
            return BatchItemResult.of(BatchItemStatus.CREATED, made.id(), null, made.etag());
        }
        FxRate rate = locked(current.get());
        long version = rate.version;
        FxRateView put = corrected(rate, details.rate());
        return BatchItemResult.of(BatchItemStatus.of(false, rate.version > version), put.id(), null, put.etag());
    }

    @Transactional
    FxRateView change(FxRateId id, @Nullable Version expected, MergePatch<FxRateDetails> patch) {
        Version.required(expected);
        FxRate rate = locked(id);
        Version.check(expected, rate.version, () -> FxRateView.of(rate));
        FxRateDetails details =
                patch.mergedInto(new FxRateDetails(Currency.getInstance(rate.currency), rate.ratedOn, rate.rate));
        if (!details.currency().getCurrencyCode().equals(rate.currency)) {
            throw DomainException.invalid(List.of(Fault.at("/currency", PlatformError.INVALID_VALUE)));
        }
        if (!details.ratedOn().equals(rate.ratedOn)) {
            throw DomainException.invalid(List.of(Fault.at("/ratedOn", PlatformError.INVALID_VALUE)));
        }
        return corrected(rate, details.rate());
    }

    /** The rate that a currency has on a day; there can be none until the end of the transaction but by the caller. */
    private Optional<FxRateId> claimed(FxRateDetails details) {
        String currency = details.currency().getCurrencyCode();
        if (settings.current().reportingCurrency().equals(details.currency())) {
            throw new DomainException(
                    FxRateError.RATE_OF_REPORTING_CURRENCY,
                    "that is the reporting currency",
                    Map.of("currency", currency));
        }
        jdbi.useHandle(handle -> handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:scope, 0))")
                .bind("scope", tenant.get() + ":fx_rate:" + currency + details.ratedOn())
                .mapTo(String.class)
                .list());
        return entities.createQuery(
                        "select id from FxRate where currency = :currency and ratedOn = :ratedOn", UUID.class)
                .setParameter("currency", currency)
                .setParameter("ratedOn", details.ratedOn())
                .getResultStream()
                .findFirst()
                .map(FxRateId::new);
    }

    private FxRateView created(FxRateDetails details) {
        FxRate rate = new FxRate();
        rate.id = UuidV7.next();
        rate.currency = details.currency().getCurrencyCode();
        rate.ratedOn = details.ratedOn();
        rate.rate = details.rate();
        rate.createdAt = clock.instant();
        rate.updatedAt = rate.createdAt;
        entities.persist(rate);
        outbox.append(TYPE, rate.id, rate.version, "CREATED");
        FxRateView view = FxRateView.of(rate);
        audit.record(TYPE, rate.id, "CREATED", null, view);
        return view;
    }

    private FxRateView corrected(FxRate rate, BigDecimal value) {
        FxRateView before = FxRateView.of(rate);
        if (value.compareTo(rate.rate) == 0) {
            return before;
        }
        rate.rate = value;
        rate.version++;
        rate.updatedAt = clock.instant();
        outbox.append(TYPE, rate.id, rate.version, "CHANGED");
        FxRateView after = FxRateView.of(rate);
        audit.record(TYPE, rate.id, "CHANGED", before, after);
        return after;
    }

    private FxRate locked(FxRateId id) {
        @Nullable FxRate rate = entities.find(FxRate.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
        if (rate == null) {
            throw DomainException.notFound();
        }
        return rate;
    }
}
