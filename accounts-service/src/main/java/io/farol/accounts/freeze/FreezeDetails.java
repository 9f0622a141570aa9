package io.farol.accounts.freeze;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Suspends an account for a time; the logo stays.
 *
 * @param from first frozen day
 * @param until first day that is not frozen; mandatory: an endless freeze hides churn
 * @param isBillingSuspended whether its MRR is suspended too; null = true
 */
@Schema(name = "FreezeRequest", examples = """
        {"from":"2026-04-01","until":"2026-05-01","reason":"Reorganisation","isBillingSuspended":true}""")
record FreezeDetails(
        LocalDate from,
        LocalDate until,
        @NotBlank @Size(max = 500) String reason,
        @Nullable Boolean isBillingSuspended) {

    FreezeDetails {
        if (!until.isAfter(from)) {
            throw DomainException.invalid(List.of(Fault.at("/until", PlatformError.ENDS_BEFORE_START)));
        }
    }
}
