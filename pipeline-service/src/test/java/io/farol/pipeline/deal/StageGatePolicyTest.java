package io.farol.pipeline.deal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.runtime.error.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of the Expand funnel (pipeline.md 2), stage by stage. */
class StageGatePolicyTest {
    private static final GateFacts NOTHING =
            new GateFacts(false, false, false, null, false, false, false, false, false, false, false, false, false);
    private static final Qualification COMPLETE = new Qualification(
            QualificationFramework.BANT, Map.of("BUDGET", "1", "AUTHORITY", "2", "NEED", "3", "TIMELINE", "4"));
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
        for (QualificationFramework framework : QualificationFramework.values()) {
            Qualification begun = new Qualification(
                    framework,
                    Map.of(
                            framework.fields().getFirst(),
                            "known",
                            framework.fields().getLast(),
                            " "));
            GateFacts facts =
                    new GateFacts(true, true, true, begun, true, true, true, true, true, true, true, true, true);

            Fault only =
                    StageGatePolicy.missingToEnter(DealStage.PROPOSAL, facts).getFirst();

            assertEquals(
                    framework.fields().subList(1, framework.fields().size()),
                    only.params().get("missing"));
        }
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

    private static List<String> missing(DealStage stage) {
        return StageGatePolicy.missingToEnter(stage, NOTHING).stream()
                .map(fault -> fault.pointer() + " " + fault.code())
                .toList();
    }
}
