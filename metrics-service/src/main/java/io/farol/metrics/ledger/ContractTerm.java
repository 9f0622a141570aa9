package io.farol.metrics.ledger;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a line as a part of its contract, one-off charges included.
 *
 * @param startsOn first day of the stretch
 * @param termMonths length of the contract's term; null = open
 */
public record ContractTerm(
        UUID contractId,
        UUID lineId,
        LocalDate startsOn,
        @Nullable Integer termMonths) {}
