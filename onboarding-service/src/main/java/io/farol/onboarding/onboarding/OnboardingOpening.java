package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.AccountId;
import io.farol.onboarding.account.ProductId;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Opens an onboarding by hand.
 *
 * @param productId of a product that is onboarded for itself; null = the account as a whole
 * @param startedOn today or before; null = today
 * @param clockStartsOn from here time to First Value counts; null = signature of the account's first contract, else {@code startedOn}
 */
@Schema(name = "OnboardingOpeningRequest", examples = """
        {"accountId":"01990000-0000-7000-8000-000000000001","ownerName":"Rui"}""")
record OnboardingOpening(
        AccountId accountId,
        @Nullable ProductId productId,
        @Nullable LocalDate startedOn,
        @Nullable LocalDate clockStartsOn,
        @Nullable @Size(min = 1, max = 200) String ownerName) {

    OnboardingDetails details() {
        return new OnboardingDetails(
                ownerName, null, null, null, null, null, null, List.of(), List.of(), null, null, List.of(), null,
                List.of(), null);
    }
}
