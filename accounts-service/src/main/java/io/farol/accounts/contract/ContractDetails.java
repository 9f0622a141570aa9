package io.farol.accounts.contract;

import io.farol.accounts.account.AccountId;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A contract as signed.
 *
 * @param signedOn null = the day its term starts
 * @param termEndsOn first day after the term; null = open
 * @param isAutoRenewing whether lines run on when the term ends; null = false
 * @param noticeDays before the term's end; null = 30
 * @param readjustment null = none
 * @param lines inside the term; of a contract that renews itself they may end after it
 */
@Schema(name = "ContractRequest", examples = """
        {"accountId":"01990000-0000-7000-8000-000000000001","externalId":"C-1","termStartsOn":"2026-01-01","termEndsOn":"2027-01-01","isAutoRenewing":true,
         "lines":[{"productId":"01990000-0000-7000-8000-000000000002","quantity":"10","unitPrice":{"amount":"99.90","currency":"BRL"},"billingPeriodMonths":1,"startsOn":"2026-01-01"}]}""")
record ContractDetails(
        @Nullable @Size(min = 1, max = 200) String externalId,
        AccountId accountId,
        @Nullable LocalDate signedOn,
        LocalDate termStartsOn,
        @Nullable LocalDate termEndsOn,
        @Nullable Boolean isAutoRenewing,
        @Nullable @Min(0) @Max(730) Integer noticeDays,
        @Nullable Readjustment readjustment,
        @Size(max = MAX_LINES) List<LineDetails> lines) {
    static final int MAX_LINES = 500;

    ContractDetails {
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw DomainException.invalid(List.of(Fault.at("/lines", ContractError.LINES_REQUIRED)));
        }
        if (termEndsOn != null && !termEndsOn.isAfter(termStartsOn)) {
            throw DomainException.invalid(List.of(Fault.at("/termEndsOn", PlatformError.ENDS_BEFORE_START)));
        }
        List<Fault> outside =
                linesOutside(lines, termStartsOn, Boolean.TRUE.equals(isAutoRenewing) ? null : termEndsOn);
        if (!outside.isEmpty()) {
            throw DomainException.invalid(outside);
        }
    }

    /** The same under the external id that the path says. */
    ContractDetails identified(String pathExternalId) {
        if (externalId != null && !externalId.equals(pathExternalId)) {
            throw DomainException.invalid(List.of(Fault.at("/externalId", PlatformError.INVALID_VALUE)));
        }
        return new ContractDetails(
                pathExternalId,
                accountId,
                signedOn,
                termStartsOn,
                termEndsOn,
                isAutoRenewing,
                noticeDays,
                readjustment,
                lines);
    }

    /** Lines run inside the term. @param until null = the contract runs on */
    private static List<Fault> linesOutside(List<LineDetails> lines, LocalDate from, @Nullable LocalDate until) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            LineDetails line = lines.get(i);
            if (line.startsOn().isBefore(from)
                    || until != null && !line.startsOn().isBefore(until)) {
                faults.add(outside("/lines/" + i + "/startsOn", from, until));
            }
            if (until != null && line.endsOn() != null && line.endsOn().isAfter(until)) {
                faults.add(outside("/lines/" + i + "/endsOn", from, until));
            }
        }
        return faults;
    }

    private static Fault outside(String pointer, LocalDate from, @Nullable LocalDate until) {
        return Fault.at(
                pointer,
                ContractError.LINE_OUTSIDE_TERM,
                Map.of("runsFrom", from.toString(), "runsUntil", until == null ? "∞" : until.toString()));
    }
}
