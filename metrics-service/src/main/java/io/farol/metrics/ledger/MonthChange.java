package io.farol.metrics.ledger;

/**
 * What one kind of movement did to an account in a month, after netting.
 *
 * @param openingE4 MRR at the end of the month before
 * @param closingE4 MRR at the end of this month
 * @param amountE4 as in the statement's column; negative only for READJUSTMENT
 */
public record MonthChange(int month, Kind kind, long openingE4, long closingE4, long amountE4) {}
