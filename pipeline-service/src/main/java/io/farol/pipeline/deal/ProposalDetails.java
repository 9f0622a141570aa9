package io.farol.pipeline.deal;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about a proposal.
 *
 * @param number of the document; the same number again is its next version
 * @param lines what is offered; empty = the deal's lines as they are now
 * @param expiresOn last day on which it can be accepted
 * @param documentUrl where the document lies
 * @param sentTo to whom; together with {@code sentAt}
 * @param sentAt null = not sent yet
 */
@Schema(name = "ProposalRequest", examples = """
        {"number":"2026-017","expiresOn":"2030-04-30","sentTo":"cfo@acme.example","sentAt":"2026-04-02T12:00:00Z"}""")
record ProposalDetails(
        @NotBlank @Size(max = 60) String number,
        @Size(max = 100) List<DealLine> lines,
        LocalDate expiresOn,
        @Nullable @Size(min = 1, max = 1000) String documentUrl,
        @Nullable @Size(min = 1, max = 200) String sentTo,
        @Nullable Instant sentAt) {

    ProposalDetails {
        if ((sentTo == null) != (sentAt == null)) {
            throw DomainException.invalid(
                    List.of(Fault.at(sentTo == null ? "/sentTo" : "/sentAt", PlatformError.REQUIRED)));
        }
        if (lines.stream().map(line -> line.unitPrice().currency()).distinct().count() > 1) {
            throw DomainException.invalid(List.of(Fault.at("/lines", DealError.CURRENCIES_MIXED)));
        }
    }
}
