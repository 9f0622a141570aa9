package io.farol.pipeline.deal;

import io.farol.pipeline.account.AccountId;
import io.farol.pipeline.account.ContractId;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.money.Money;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about a deal.
 *
 * @param externalId id in the system it came from, unique in the tenant
 * @param accountId the client; null only of imported deals, which cannot move on without
 * @param hypothesis why this client would buy
 * @param ownerId the identity provider's id of who works on it; null = the caller
 * @param ownerName his user name; null with ownerId null = the caller's
 * @param contractId the contract to amend when it is won; null = the account's only running one
 * @param expectedMrr expected change of MRR; counts while there are no lines
 * @param oneOffValue expected one-off value; counts while there are no lines
 */
@Schema(name = "DealRequest", examples = """
        {"title":"More seats","type":"UPSELL","accountId":"","externalId":"D-1","hypothesis":"They hire ten people in May","origin":"NEWS","expectedMrr":{"amount":"1000.00","currency":"BRL"},"expectedCloseOn":"2026-05-31","nextStep":{"text":"Call the CFO","on":"2026-04-10"}}""")
record DealDetails(
        @NotBlank @Size(max = 200) String title,
        DealType type,
        @Nullable @Size(min = 1, max = 200) String externalId,
        @Nullable AccountId accountId,
        @Nullable @Size(min = 1, max = 4000) String hypothesis,
        @Nullable DealOrigin origin,
        @Nullable @Size(min = 1, max = 500) String originNote,
        @Nullable @Size(min = 1, max = 64) String ownerId,
        @Nullable @Size(min = 1, max = 200) String ownerName,
        @Nullable ContractId contractId,
        @Nullable Money expectedMrr,
        @Nullable Money oneOffValue,
        @Nullable LocalDate expectedCloseOn,
        @Nullable NextStep nextStep,
        @Size(max = 50) List<NegotiationPoint> negotiationPoints,
        @Nullable Qualification qualification,
        @Size(max = 100) List<DealLine> lines) {

    DealDetails {
        negotiationPoints = List.copyOf(negotiationPoints);
        lines = List.copyOf(lines);
        if (currencies(expectedMrr, oneOffValue, lines).distinct().count() > 1) {
            throw DomainException.invalid(
                    List.of(Fault.at(lines.isEmpty() ? "/oneOffValue" : "/lines", DealError.CURRENCIES_MIXED)));
        }
    }

    /** The one currency of the deal's amounts; empty when none is said. */
    Optional<Currency> currency() {
        return currencies(expectedMrr, oneOffValue, lines).findFirst();
    }

    /** The same with the external id of its address and the owner that follows from the caller. */
    DealDetails identified(
            @Nullable String wantedExternalId, @Nullable String wantedOwnerId, @Nullable String wantedOwnerName) {
        return new DealDetails(
                title.strip(),
                type,
                wantedExternalId,
                accountId,
                hypothesis,
                origin,
                originNote,
                wantedOwnerId,
                wantedOwnerName,
                contractId,
                expectedMrr,
                oneOffValue,
                expectedCloseOn,
                nextStep,
                negotiationPoints,
                qualification,
                lines);
    }

    private static Stream<Currency> currencies(@Nullable Money mrr, @Nullable Money oneOff, List<DealLine> lines) {
        return Stream.concat(
                        Stream.of(Optional.ofNullable(mrr), Optional.ofNullable(oneOff))
                                .flatMap(Optional::stream),
                        lines.stream().map(DealLine::unitPrice))
                .map(Money::currency)
                .filter(Objects::nonNull);
    }
}
