package io.farol.pipeline.deal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.pipeline.Caller;
import io.farol.pipeline.Known;
import io.farol.testkit.CsvFile;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Deals as a file: the columns, the rows that the filter chooses, as a spreadsheet in Brazil wants them, formulas defused. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class DealCsvTest {
    private final Caller csm = Caller.ofNewTenant().as("csm");

    @Test
    void givesTheDealsThatTheFilterChooses() {
        Known.Client client = Known.client(csm.tenant());
        Selling.hypothesis(csm, client, "UPSELL").with("""
                {"title":"=1+1","expectedMrr":{"amount":"1500.00","currency":"BRL"},"expectedCloseOn":"2030-01-31","nextStep":{"text":"Call","on":"2030-01-01"}}""");
        Selling.hypothesis(csm, client, "CROSS_SELL");

        List<String> lines = CsvFile.lines(
                Issuer.token(csm.tenant(), "vera", "viewer"), "/v1/deals?type=UPSELL&locale=pt-BR", "deals.csv");

        assertEquals(2, lines.size());
        assertEquals(
                "\uFEFFid;externalId;title;type;stage;accountId;accountName;contractId;hypothesis;origin;ownerName;mrr;oneOff;currency;expectedCloseOn;nextStepText;nextStepOn;openedAt;enteredStageAt;daysInStage;isStalled;isOverdue;closedAt;wonOn;startsOn;contractSync",
                lines.getFirst());
        String row = lines.get(1).substring(37);
        assertTrue(row.startsWith("'=1+1;UPSELL;EXPAND_MAP;", 1), row);
        assertTrue(row.contains(";1500,00;0,00;BRL;31/01/2030;Call;01/01/2030;"), row);
        assertTrue(row.endsWith(";0;false;false;;;;NOT_APPLICABLE"), row);
    }
}
