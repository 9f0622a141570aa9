package io.farol.metrics.accountsfeed;

import io.farol.metrics.accountsfeed.EventRows.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** One knowledge point being learnt: takes the events of a batch in as many chunks as they come in, and remembers which accounts' ledgers they touch. */
final class AccountsLearning {
    /** Aggregate types of the accounts feed that the ledger follows from. */
    static final Set<String> TYPES = Set.of("ACCOUNT", "CONTRACT", "PRODUCT", "MEMBER", "FX_RATE", "SETTINGS");

    /** An event, without what the ledger does not ask about. */
    record Learnt(String aggregateType, Row row) {}

    private record Aggregate(String type, UUID id) {}

    private final Handle handle;
    private final String tenant;
    private final long pos;
    private final Set<Aggregate> seen = new HashSet<>();
    private final Set<UUID> touched = new TreeSet<>();

    AccountsLearning(Handle handle, String tenant, long pos) {
        this.handle = handle;
        this.tenant = tenant;
        this.pos = pos;
    }

    void learn(List<Learnt> events) {
        Map<Aggregate, Row> latest = new LinkedHashMap<>();
        for (Learnt event : events) {
            latest.put(new Aggregate(event.aggregateType(), event.row().id()), event.row());
        }
        Map<String, List<Row>> again = new LinkedHashMap<>();
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        latest.forEach((aggregate, row) -> {
            rows.computeIfAbsent(aggregate.type(), type -> new ArrayList<>()).add(row);
            if (!seen.add(aggregate)) {
                again.computeIfAbsent(aggregate.type(), type -> new ArrayList<>())
                        .add(row);
            }
        });
        again.forEach((type, repeated) -> unlearn(type, of(repeated)));
        TenantFacts.learnProducts(handle, of(rows.getOrDefault("PRODUCT", List.of())));
        TenantFacts.learnMembers(handle, of(rows.getOrDefault("MEMBER", List.of())));
        touched.addAll(AccountState.learn(handle, of(rows.getOrDefault("ACCOUNT", List.of()))));
        touched.addAll(ContractFacts.learn(handle, of(rows.getOrDefault("CONTRACT", List.of()))));
        touched.addAll(TenantFacts.learnRates(handle, of(rows.getOrDefault("FX_RATE", List.of()))));
        touched.addAll(TenantFacts.learnSettings(handle, of(rows.getOrDefault("SETTINGS", List.of()))));
    }

    /** The accounts whose ledger may now be another. */
    Set<UUID> touched() {
        return touched;
    }

    /** Aggregates of a type that were learnt. */
    Set<UUID> learnt(String type) {
        Set<UUID> ids = new TreeSet<>();
        seen.stream().filter(aggregate -> aggregate.type().equals(type)).forEach(aggregate -> ids.add(aggregate.id()));
        return ids;
    }

    private void unlearn(String type, EventRows events) {
        switch (type) {
            case "ACCOUNT" -> AccountState.unlearn(handle, events);
            case "CONTRACT" -> ContractFacts.unlearn(handle, events);
            case "PRODUCT" -> TenantFacts.unlearnProducts(handle, events);
            case "FX_RATE", "SETTINGS" -> TenantFacts.unlearn(handle, events);
            default -> {
                // a member is only its latest copy
            }
        }
    }

    private EventRows of(List<Row> rows) {
        return new EventRows(tenant, pos, rows);
    }
}
