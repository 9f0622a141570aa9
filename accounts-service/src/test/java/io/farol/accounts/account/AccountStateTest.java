package io.farol.accounts.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountStateTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-03-10");

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # served since, runs,  frozen, activated on, tenant's go-live, state
            -,              false, false,  -,            -,                PROSPECT
            2026-03-11,     false, false,  -,            -,                PROSPECT
            # a freeze or an activation of a prospect changes nothing
            -,              false, true,   2026-01-01,   -,                PROSPECT
            2026-03-10,     true,  false,  -,            -,                ONBOARDING
            2026-01-01,     true,  false,  2026-03-11,   -,                ONBOARDING
            2026-01-01,     true,  false,  2026-03-10,   -,                ACTIVE
            2026-01-01,     true,  true,   2026-02-10,   -,                FROZEN
            2026-01-01,     true,  true,   -,            -,                FROZEN
            # churned goes before frozen
            2026-01-01,     false, true,   2026-02-10,   -,                CHURNED
            2026-01-01,     false, false,  -,            -,                CHURNED
            # whoever was served before the tenant went live counts as activated
            2025-12-31,     true,  false,  -,            2026-01-01,       ACTIVE
            2026-01-01,     true,  false,  -,            2026-01-01,       ONBOARDING
            """)
    void followsFromContractsFreezesAndActivation(
            @Nullable LocalDate servedSince,
            boolean isServed,
            boolean isFrozen,
            @Nullable LocalDate activatedOn,
            @Nullable LocalDate goLiveOn,
            AccountState expected) {
        AccountState.Facts facts = new AccountState.Facts(servedSince, isServed, isFrozen, activatedOn, goLiveOn);

        assertEquals(expected, AccountState.on(TODAY, facts));
    }
}
