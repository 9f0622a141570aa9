package io.farol.runtime.rest;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.money.Money;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class Things {
    private final Jdbi jdbi;
    private final CurrentTenant tenant;

    Things(Jdbi jdbi, CurrentTenant tenant) {
        this.jdbi = jdbi;
        this.tenant = tenant;
    }

    @Transactional
    ThingView create(ThingRequest request) {
        if (request.externalId() != null) {
            find("t.external_id = :value", request.externalId()).ifPresent(existing -> {
                throw ExternalIds.taken(existing.id());
            });
        }
        ThingId id = new ThingId(UuidV7.next());
        write(id, request, true);
        return get(id);
    }

    @Transactional
    ThingView get(ThingId id) {
        return find("t.id = cast(:value as uuid)", id.value().toString()).orElseThrow(DomainException::notFound);
    }

    @Transactional
    ThingView change(ThingId id, @Nullable Version expected, MergePatch<ThingRequest> patch) {
        ThingView current = get(id);
        Version.check(expected, current.etag().number(), () -> current);
        write(id, patch.mergedInto(current.toRequest()), false);
        return get(id);
    }

    @Transactional
    Put put(String externalId, MergePatch<ThingRequest> patch) {
        Optional<ThingView> current = find("t.external_id = :value", externalId);
        ThingRequest wanted = patch.mergedInto(current.map(ThingView::toRequest).orElse(null));
        if (current.isPresent() && current.get().toRequest().equals(wanted)) {
            return new Put(current.get(), false);
        }
        ThingId id = current.map(ThingView::id).orElseGet(() -> new ThingId(UuidV7.next()));
        write(
                id,
                new ThingRequest(
                        externalId, wanted.name(), wanted.colour(), wanted.price(), wanted.renewsOn(), wanted.tags()),
                current.isEmpty());
        return new Put(get(id), current.isEmpty());
    }

    private Optional<ThingView> find(String condition, String value) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select " + ThingView.COLUMNS + " from thing t where t.tenant_id = :tenant and " + condition)
                .bind("tenant", tenant.get().value())
                .bind("value", value)
                .map((row, context) -> ThingView.of(row))
                .findOne());
    }

    private void write(ThingId id, ThingRequest request, boolean isNew) {
        @Nullable Money price = request.price();
        String sql = isNew
                ? "insert into thing (tenant_id, id, external_id, name, colour, price_e4, currency, renews_on) values (:tenant, :id, :externalId, :name, :colour, :price, :currency, :renewsOn)"
                : "update thing set version = version + 1, external_id = :externalId, name = :name, colour = :colour, price_e4 = :price, currency = :currency, renews_on = :renewsOn where tenant_id = :tenant and id = :id";
        UUID key = id.value();
        jdbi.useHandle(handle -> {
            handle.createUpdate(sql)
                    .bind("tenant", tenant.get().value())
                    .bind("id", key)
                    .bind("externalId", request.externalId())
                    .bind("name", request.name())
                    .bind("colour", request.colour().name())
                    .bind("price", price == null ? null : Long.valueOf(price.toE4()))
                    .bind("currency", price == null ? null : price.currency().getCurrencyCode())
                    .bind("renewsOn", request.renewsOn())
                    .execute();
            handle.execute(
                    "delete from thing_tag where tenant_id = ? and thing_id = ?",
                    tenant.get().value(),
                    key);
            request.tags()
                    .forEach(tag -> handle.execute(
                            "insert into thing_tag (tenant_id, thing_id, tag) values (?, ?, ?)",
                            tenant.get().value(),
                            key,
                            tag));
        });
    }

    record Put(ThingView thing, boolean isNew) {}
}
