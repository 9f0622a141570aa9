package io.farol.metrics.ledger;

import java.util.UUID;

/**
 * Months at whose ends a contract is under way with the same value.
 *
 * @param from inclusive
 * @param until exclusive; {@link LedgerTime#OPEN_MONTH} when open
 * @param valueE4 recurring value per year
 */
record ContractStretch(UUID contractId, int from, int until, long valueE4) {}
