package io.farol.accounts.setting;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Which custom attributes accounts may have, and what a value of each looks like. */
@ApplicationScoped
public class AttributeDefinitions {
    private static final String TYPE = "ATTRIBUTE";
    private static final int MOST = 50;

    private final EntityManager entities;
    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Audit audit;
    private final Clock clock;

    AttributeDefinitions(EntityManager entities, Jdbi jdbi, CurrentTenant tenant, Audit audit, Clock clock) {
        this.entities = entities;
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.audit = audit;
        this.clock = clock;
    }

    /** Values in their canonical writing; throws with a fault for each undeclared key and each value that is none. */
    @Transactional
    public Map<String, String> canonical(Map<String, String> values) {
        if (values.isEmpty()) {
            return Map.of();
        }
        Map<String, AttributeDefinition> declared = declared();
        Map<String, String> canonical = new TreeMap<>();
        List<Fault> faults = new ArrayList<>();
        values.forEach((key, text) -> {
            String place = "/attributes/" + key.replace("~", "~0").replace("/", "~1");
            AttributeDefinition definition = declared.get(key);
            if (definition == null) {
                faults.add(Fault.at(place, PlatformError.UNKNOWN_FIELD, Map.of("field", key)));
                return;
            }
            definition
                    .type
                    .canonical(text, definition.choices)
                    .ifPresentOrElse(
                            value -> canonical.put(key, value),
                            () -> faults.add(Fault.at(
                                    place, PlatformError.WRONG_TYPE, Map.of("expected", "a " + definition.type))));
        });
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
        return canonical;
    }

    /** Keys of all declared attributes. */
    @Transactional
    public Set<String> keys() {
        return declared().keySet();
    }

    @Transactional
    List<AttributeView> list() {
        return entities
                .createQuery("from AttributeDefinition order by key", AttributeDefinition.class)
                .getResultList()
                .stream()
                .map(AttributeView::of)
                .toList();
    }

    @Transactional
    AttributeView get(AttributeDefinitionId id) {
        AttributeDefinition definition = entities.find(AttributeDefinition.class, id.value());
        if (definition == null) {
            throw DomainException.notFound();
        }
        return AttributeView.of(definition);
    }

    @Transactional
    AttributeView declare(AttributeDetails details) {
        jdbi.useHandle(handle -> handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:scope, 0))")
                .bind("scope", tenant.get() + ":attribute_definition")
                .mapTo(String.class)
                .list());
        List<AttributeView> declared = list();
        if (declared.size() >= MOST) {
            throw new DomainException(SettingsError.TOO_MANY_ATTRIBUTES, "too many attributes", Map.of("max", MOST));
        }
        declared.stream()
                .filter(view -> view.key().equals(details.key()))
                .findFirst()
                .ifPresent(view -> {
                    throw new DomainException(
                            SettingsError.ATTRIBUTE_KEY_TAKEN,
                            "the key is taken",
                            Map.of("existingId", view.id(), "key", view.key()));
                });
        AttributeDefinition definition = new AttributeDefinition();
        definition.id = UuidV7.next();
        definition.key = details.key();
        definition.labelEn = details.labelEn();
        definition.labelPtBr = details.labelPtBr();
        definition.type = details.type();
        definition.choices = details.choices();
        definition.createdAt = clock.instant();
        entities.persist(definition);
        AttributeView view = AttributeView.of(definition);
        audit.record(TYPE, definition.id, "CREATED", null, view);
        return view;
    }

    @Transactional
    AttributeView change(AttributeDefinitionId id, @Nullable Version expected, MergePatch<AttributeDetails> patch) {
        AttributeDefinition definition =
                entities.find(AttributeDefinition.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
        if (definition == null) {
            throw DomainException.notFound();
        }
        AttributeView before = AttributeView.of(definition);
        Version.check(expected, definition.version, () -> before);
        AttributeDetails details = patch.mergedInto(new AttributeDetails(
                before.key(), before.labelEn(), before.labelPtBr(), before.type(), before.choices()));
        checkChange(before, details);
        definition.labelEn = details.labelEn();
        definition.labelPtBr = details.labelPtBr();
        definition.choices = details.choices();
        definition.version++;
        AttributeView after = AttributeView.of(definition);
        audit.record(TYPE, definition.id, "CHANGED", before, after);
        return after;
    }

    private void checkChange(AttributeView before, AttributeDetails details) {
        List<Fault> faults = new ArrayList<>();
        if (!details.key().equals(before.key())) {
            faults.add(Fault.at("/key", PlatformError.INVALID_VALUE));
        }
        if (details.type() != before.type()) {
            faults.add(Fault.at("/type", PlatformError.INVALID_VALUE));
        }
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
        List<String> dropped = before.choices().stream()
                .filter(choice -> !details.choices().contains(choice))
                .toList();
        boolean inUse = !dropped.isEmpty()
                && jdbi.withHandle(handle -> handle.createQuery(
                                "select exists (select 1 from account_attribute where tenant_id = :tenant and key = :key and value = any(:dropped))")
                        .bind("tenant", tenant.get().value())
                        .bind("key", before.key())
                        .bindArray("dropped", String.class, dropped)
                        .mapTo(Boolean.class)
                        .one());
        if (inUse) {
            throw new DomainException(SettingsError.CHOICE_IN_USE, "accounts have it", Map.of("choices", dropped));
        }
    }

    private Map<String, AttributeDefinition> declared() {
        return entities.createQuery("from AttributeDefinition", AttributeDefinition.class)
                .getResultStream()
                .collect(Collectors.toMap(definition -> definition.key, definition -> definition));
    }
}
