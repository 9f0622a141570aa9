package io.farol.metrics.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a contract is worth in the course of time; one row of {@code contract_value}. @param stretches at least one, in their order */
record ContractValue(UUID contractId, List<ContractStretch> stretches) {

    /** @param stretches those of a contract in their order */
    static List<ContractValue> of(List<ContractStretch> stretches) {
        Map<UUID, List<ContractStretch>> byContract = new LinkedHashMap<>();
        stretches.forEach(stretch -> byContract
                .computeIfAbsent(stretch.contractId(), contract -> new ArrayList<>())
                .add(stretch));
        return byContract.entrySet().stream()
                .map(entry -> new ContractValue(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }
}
