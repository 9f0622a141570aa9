package io.farol.pipeline.deal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.pipeline.qualification.BuiltInFramework;
import io.farol.pipeline.qualification.Framework;
import io.farol.pipeline.qualification.FrameworkField;
import io.farol.runtime.error.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of the Expand funnel (pipeline.md 2), stage by stage. */
class StageGatePolicyTest {
    private static final GateFacts NOTHING =
            new GateFacts(false, false, false, null, false, false, false, false, false, false, false, false, false);
    private static final QualificationProgress COMPLETE = QualificationProgress.of(
            new Qualification("BANT", Map.of("BUDGET", "1", "AUTHORITY", "2", "NEED", "3", "TIMELINE", "4")),
            BuiltInFramework.BANT.framework());
    private static final GateFacts EVERYTHING =
            new GateFacts(true, true, true, COMPLETE, true, true, true, true, true, true, true, true, true);

    @Test
    void asksForTheTableOfTheFunnel() {
        assertEquals(List.of("/accountId NO_ACCOUNT", "/hypothesis NO_HYPOTHESIS"), missing(DealStage.EXPAND_MAP));
        assertEquals(
                List.of("/confirmation NO_CONFIRMATION", "/qualification QUALIFICATION_NOT_BEGUN"),
                missing(DealStage.OPPORTUNITY));
        assertEquals(List.of("/proposals PROPOSAL_NOT_SENT"), missing(DealStage.PROPOSAL));
        assertEquals(
                List.of("/negotiationPoints NO_NEGOTIATION_POINT", "/nextStep NO_NEXT_STEP"),
                missing(DealStage.NEGOTIATION));
        assertEquals(
                List.of("/acceptance NO_ACCEPTANCE", "/expectedCloseOn NO_EXPECTED_CLOSE"),
                missing(DealStage.FORECAST));
        assertEquals(
                List.of(
                        "/win/reasons NO_WIN_REASON",
                        "/win/startsOn NO_START_DATE",
                        "/lines NO_LINES",
                        "/contractId CONTRACT_UNCLEAR"),
                missing(DealStage.EXPAND_WON));
    }

    @Test
    void letsPassWhoHasEverything() {
        for (DealStage stage : DealStage.values()) {
            assertEquals(List.of(), StageGatePolicy.missingToEnter(stage, EVERYTHING));
        }
        assertEquals(
                List.of(), StageGatePolicy.missingOnTheWay(DealStage.EXPAND_MAP, DealStage.EXPAND_WON, EVERYTHING));
    }

    @Test
    void asksEachFrameworkForItsOwnFields() {
        for (BuiltInFramework builtIn : BuiltInFramework.values()) {
            List<String> fields = builtIn.framework().codes();
            Map<String, String> begun = Map.of(fields.getFirst(), "known", fields.getLast(), " ");

            Fault only = onlyMissing(begun, builtIn.framework());

            assertEquals(fields.subList(1, fields.size()), only.params().get("missing"));
        }
    }

    @Test
    void asksATenantsFrameworkForItsRequiredFieldsOnly() {
        Framework own = new Framework(
                "MEDDIC",
                List.of(
                        new FrameworkField("PAIN", "Pain", "Dor", true),
                        new FrameworkField("NEWS", "News", "Novidades", false),
                        new FrameworkField("BUYER", "Buyer", "Comprador", true)),
                true);

        Fault only = onlyMissing(Map.of("FORMER", "kept"), own);

        assertEquals("/qualification", only.pointer());
        assertEquals(DealError.QUALIFICATION_INCOMPLETE, only.code());
        assertEquals(Map.of("framework", "MEDDIC", "missing", List.of("PAIN", "BUYER")), only.params());
    }

    @Test
    void namesTheStageThatAsksAndOnlyThoseOnTheWay() {
        List<Fault> missing = StageGatePolicy.missingOnTheWay(DealStage.PROPOSAL, DealStage.FORECAST, NOTHING);

        assertEquals(
                List.of("EXPAND_MAP", "NEGOTIATION", "NEGOTIATION", "FORECAST", "FORECAST"),
                missing.stream().map(Fault::stage).toList());
    }

    @Test
    void takesTheWishIntoAccount() {
        StageChangeDetails wish = new StageChangeDetails(
                DealStage.EXPAND_WON,
                new Confirmation("Eva", java.time.LocalDate.EPOCH),
                new Acceptance(AcceptanceMeans.CALL, java.time.LocalDate.EPOCH, "Eva"),
                new StageChangeDetails.Win(List.of(WinReason.TIMING), java.time.LocalDate.EPOCH, null),
                null,
                null);

        GateFacts told = NOTHING.told(wish);

        assertEquals(
                List.of(true, true, true, true),
                List.of(told.isConfirmed(), told.isAccepted(), told.hasWinReason(), told.hasStartDate()));
    }

    /** What PROPOSAL lacks when all but the qualification is there. */
    private static Fault onlyMissing(Map<String, String> answers, Framework framework) {
        QualificationProgress progress =
                QualificationProgress.of(new Qualification(framework.key(), answers), framework);
        GateFacts facts =
                new GateFacts(true, true, true, progress, true, true, true, true, true, true, true, true, true);
        List<Fault> missing = StageGatePolicy.missingToEnter(DealStage.PROPOSAL, facts);
        assertEquals(1, missing.size());
        return missing.getFirst();
    }

    private static List<String> missing(DealStage stage) {
        return StageGatePolicy.missingToEnter(stage, NOTHING).stream()
                .map(fault -> fault.pointer() + " " + fault.code())
                .toList();
    }
}
