package io.farol.accounts.contract;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A line as first agreed, before any later amendment.
 *
 * @param startsOn first day of service
 * @param endsOn first day without service; null = open; equal to {@code startsOn} = never active
 * @param changeKind why it came, null when it stands in the contract as signed
 * @param addedBy the amendment that added it, null when it stands in the contract as signed
 */
record AgreedLine(
        ContractLineId id,
        LocalDate startsOn,
        @Nullable LocalDate endsOn,
        LineTerms terms,
        @Nullable ChangeKind changeKind,
        @Nullable AmendmentId addedBy) {}
