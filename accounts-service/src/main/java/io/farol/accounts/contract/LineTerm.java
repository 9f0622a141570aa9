package io.farol.accounts.contract;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a line in one stretch of time; terms of one line never overlap and are never empty.
 *
 * @param endsOn exclusive, null = open
 * @param amendmentId the amendment that it comes from, null when it stands in the contract as signed
 */
record LineTerm(
        LocalDate startsOn,
        @Nullable LocalDate endsOn,
        LineTerms terms,
        @Nullable ChangeKind changeKind,
        @Nullable AmendmentId amendmentId) {}
