package io.farol.onboarding.onboarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.onboarding.AccountsStandIn;
import io.farol.onboarding.Caller;
import io.farol.onboarding.Clients;
import io.farol.testkit.CsvFile;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Onboardings as a file: the columns, the rows that the filter chooses, as a spreadsheet in Brazil wants them, formulas defused. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@QuarkusTestResource(AccountsStandIn.class)
class OnboardingCsvTest {
    private final Caller admin = Caller.ofNewTenant();

    @Test
    void givesTheOnboardingsThatTheFilterChooses() {
        Clients clients = Clients.of(admin.tenant());
        String account = clients.newClient("=Acme");
        clients.newClient("Other");

        List<String> lines = CsvFile.lines(
                Issuer.token(admin.tenant(), "vera", "viewer"),
                "/v1/onboardings?accountId=" + account + "&locale=pt-BR",
                "onboardings.csv");

        assertEquals(2, lines.size());
        assertEquals(
                "\uFEFFid;accountId;accountName;contractId;productName;kind;phase;state;ownerName;model;teamKind;isPaid;startedOn;clockStartsOn;grossDays;pausedDays;netDays;firstValueMilestone;firstValueOn;plannedFirstValueOn;activationState;playbookName;endedOn;endReason",
                lines.getFirst());
        String row = lines.get(1).substring(37);
        assertTrue(row.startsWith(account + ";'=Acme;"), row);
        assertTrue(row.contains(";TRIAGE;"), row);
        assertTrue(row.matches(".*;\\d{2}/\\d{2}/\\d{4};\\d{2}/\\d{2}/\\d{4};\\d+;0;\\d+;.*"), row);
    }
}
