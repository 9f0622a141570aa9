package io.farol.accounts.product;

import io.farol.runtime.audit.Audit;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.outbox.Outbox;
import io.farol.runtime.rest.BatchItemResult;
import io.farol.runtime.rest.BatchItemStatus;
import io.farol.runtime.rest.ExternalIds;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Version;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What can be done with products; the only way in for REST and the other features. */
@ApplicationScoped
public class Products {
    static final String TYPE = "PRODUCT";

    private final EntityManager entities;
    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    Products(EntityManager entities, Jdbi jdbi, CurrentTenant tenant, Outbox outbox, Audit audit, Clock clock) {
        this.entities = entities;
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A product and whether it was made just now.
     *
     * @param isChanged false when nothing was written
     */
    record Put(ProductView product, boolean isNew, boolean isChanged) {}

    @Transactional
    ProductView get(ProductId id) {
        @Nullable Product product = entities.find(Product.class, id.value());
        if (product == null) {
            throw DomainException.notFound();
        }
        return ProductView.of(product);
    }

    @Transactional
    ProductView getByCode(String code) {
        return byCode(code).map(this::get).orElseThrow(DomainException::notFound);
    }

    @Transactional
    ProductView create(ProductDetails details) {
        requireFree(details.requiredCode());
        return created(details);
    }

    @Transactional
    ProductView change(ProductId id, @Nullable Version expected, MergePatch<ProductDetails> patch) {
        Version.required(expected);
        Product product = locked(id);
        Version.check(expected, product.version, () -> ProductView.of(product));
        ProductDetails details = patch.mergedInto(product.details());
        if (!details.requiredCode().equals(product.code)) {
            requireFree(details.requiredCode());
        }
        return changed(product, details);
    }

    /** Makes or changes the product with a code: fields that are sent are set; nothing is written when nothing changes. */
    @Transactional
    Put put(String said, MergePatch<ProductDetails> patch) {
        String code = said.strip(); // as it is kept
        claim(code);
        Optional<ProductId> current = byCode(code);
        if (current.isEmpty()) {
            return new Put(created(patch.mergedInto(null).coded(code)), true, true);
        }
        Product product = locked(current.get());
        long version = product.version;
        ProductView put = changed(product, patch.mergedInto(product.details()).coded(code));
        return new Put(put, false, product.version > version);
    }

    /** One item of a batch: an upsert by its code, which an item must say. */
    @Transactional
    BatchItemResult putItem(MergePatch<ProductDetails> item) {
        // without a code, what is wrong with it is told as with a POST
        String code = item.text("code").orElseGet(() -> item.mergedInto(null).requiredCode());
        Put put = put(code, item);
        return BatchItemResult.of(
                BatchItemStatus.of(put.isNew(), put.isChanged()),
                put.product().id(),
                put.product().code(),
                put.product().etag());
    }

    @Transactional
    void delete(ProductId id, @Nullable Version expected) {
        Version.required(expected);
        Product product = locked(id);
        ProductView before = ProductView.of(product);
        Version.check(expected, product.version, () -> before);
        boolean isUsed = jdbi.withHandle(handle -> handle.createQuery(
                        "select exists (select 1 from contract_line where tenant_id = :tenant and product_id = :id)")
                .bind("tenant", tenant.get().value())
                .bind("id", id.value())
                .mapTo(Boolean.class)
                .one());
        if (isUsed) {
            throw new DomainException(ProductError.PRODUCT_IN_USE, "contract lines name it");
        }
        entities.remove(product);
        outbox.append(TYPE, product.id, product.version + 1, Outbox.DELETED);
        audit.record(TYPE, product.id, "DELETED", before, null);
    }

    /** Those of some ids that are products of the tenant. */
    @Transactional
    public Set<ProductId> existing(Collection<ProductId> ids) {
        return new HashSet<>(jdbi.withHandle(handle -> handle.createQuery(
                        "select id from product where tenant_id = :tenant and id = any(:ids)")
                .bind("tenant", tenant.get().value())
                .bindArray("ids", UUID.class, ids.stream().map(ProductId::value).toList())
                .map((row, context) -> new ProductId(row.getObject(1, UUID.class)))
                .list()));
    }

    private ProductView created(ProductDetails details) {
        Product product = new Product();
        product.id = UuidV7.next();
        product.createdAt = clock.instant();
        product.updatedAt = product.createdAt;
        product.set(details);
        entities.persist(product);
        outbox.append(TYPE, product.id, product.version, "CREATED");
        ProductView view = ProductView.of(product);
        audit.record(TYPE, product.id, "CREATED", null, view);
        return view;
    }

    private ProductView changed(Product product, ProductDetails details) {
        ProductView before = ProductView.of(product);
        if (details.equals(product.details())) {
            return before;
        }
        product.set(details);
        product.version++;
        product.updatedAt = clock.instant();
        outbox.append(TYPE, product.id, product.version, "CHANGED");
        ProductView after = ProductView.of(product);
        audit.record(TYPE, product.id, "CHANGED", before, after);
        return after;
    }

    private void requireFree(String code) {
        claim(code);
        byCode(code).ifPresent(existing -> {
            throw ExternalIds.taken(existing);
        });
    }

    private Product locked(ProductId id) {
        @Nullable Product product = entities.find(Product.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
        if (product == null) {
            throw DomainException.notFound();
        }
        return product;
    }

    /** Its id alone: what is changed is read under its lock. */
    private Optional<ProductId> byCode(String code) {
        return entities.createQuery("select id from Product where code = :code", UUID.class)
                .setParameter("code", code)
                .getResultStream()
                .findFirst()
                .map(ProductId::new);
    }

    private void claim(String code) {
        jdbi.useHandle(handle -> handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:scope, 0))")
                .bind("scope", tenant.get() + ":product:" + code)
                .mapTo(String.class)
                .list());
    }
}
