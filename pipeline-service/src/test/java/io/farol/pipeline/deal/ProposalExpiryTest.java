package io.farol.pipeline.deal;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.pipeline.Caller;
import io.farol.pipeline.Known;
import io.farol.pipeline.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ProposalExpiryTest {
    private final Caller csm = Caller.ofNewTenant().as("csm");

    @Inject
    ProposalExpiry expiry;

    @Test
    void tellsOnceThatAProposalExpiredOnTheTenantsOwnDay() {
        Known.businessDate(csm.tenant(), LocalDate.of(2026, 4, 30));
        Selling deal = Selling.hypothesis(csm).sellingTenMoreSeats().proposed("2026-04-30");
        expiry.look();
        assertEquals("PROPOSED 3", Outside.events(deal.id()).getLast());
        assertEquals(0, runs("2026-05-01"));

        Known.businessDate(csm.tenant(), LocalDate.of(2026, 5, 1));
        expiry.look();
        expiry.look();

        await().until(() -> runs("2026-05-01") == 1);
        assertEquals(List.of("CREATED 1", "CHANGED 2", "PROPOSED 3", "PROPOSAL_EXPIRED 4"), Outside.events(deal.id()));
        assertEquals(
                1,
                Outside.count(
                        "select count(*) from audit_entry where aggregate_id = cast(? as uuid) and action = 'PROPOSAL_EXPIRED' and client = 'pipeline-service' and state_after ->> 'proposalExpiredOn' = '2026-05-01'",
                        deal.id()));
        deal.read().header("ETag", equalTo("\"4\""));
        csm.get(deal.path() + "/proposals").body("items.state", equalTo(List.of("EXPIRED")));
    }

    private long runs(String day) {
        return Outside.count(
                "select count(*) from daily_run where tenant_id = ? and business_date = cast(? as date)",
                csm.tenant(),
                day);
    }
}
