package io.farol.onboarding.accountsclient;

import com.google.type.Date;
import io.farol.accounts.v1.AccountsServiceGrpc;
import io.farol.accounts.v1.ActivateAccountRequest;
import io.farol.onboarding.account.AccountId;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.feed.FeedSource;
import io.farol.runtime.grpc.NeighbourRefusal;
import io.farol.runtime.grpc.UnaryCalls;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/** Tells accounts-service of First Values. The first report of an account counts there, later ones change nothing: so it can be said again. */
@ApplicationScoped
public class AccountActivation {
    /** What may pass by itself, or when our own credentials are mended. */
    private static final Set<PlatformError> NOT_ABOUT_THE_ACCOUNT =
            Set.of(PlatformError.NOT_ALLOWED, PlatformError.NOT_SIGNED_IN);

    private static final Set<String> BROKEN_THERE = Set.of("INTERNAL", "INTERNAL_ERROR", "UNKNOWN", "CANCELLED");

    private final UnaryCalls calls;

    AccountActivation(UnaryCalls calls) {
        this.calls = calls;
    }

    /**
     * Activates an account, for the tenant that this thread works for.
     *
     * @return the code by which it was refused for good; empty when it is activated. Throws when it is not known whether it is.
     */
    public Optional<String> activate(AccountId account, LocalDate activatedOn) {
        ActivateAccountRequest request = ActivateAccountRequest.newBuilder()
                .setAccountId(account.value().toString())
                .setActivatedOn(Date.newBuilder()
                        .setYear(activatedOn.getYear())
                        .setMonth(activatedOn.getMonthValue())
                        .setDay(activatedOn.getDayOfMonth()))
                .build();
        try {
            calls.idempotent(FeedSource.ACCOUNTS, AccountsServiceGrpc.getActivateAccountMethod(), request);
            return Optional.empty();
        } catch (NeighbourRefusal e) {
            if (NOT_ABOUT_THE_ACCOUNT.contains(e.code()) || BROKEN_THERE.contains(e.reason())) {
                throw e;
            }
            return Optional.of(e.reason());
        }
    }
}
