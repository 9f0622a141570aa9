package io.farol.pipeline.deal;

import io.farol.runtime.error.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a deal must have to enter each stage (the table of the Expand funnel); the one place that says it. */
final class StageGatePolicy {
    private StageGatePolicy() {}

    /** All that is missing on the way from one stage to another, in the order of the stages; empty = the way is free. */
    static List<Fault> missingOnTheWay(DealStage from, DealStage to, GateFacts facts) {
        List<Fault> missing = new ArrayList<>();
        if (!facts.hasAccount()) { // passed over by imports only, and by nobody else
            missing.add(Fault.at("/accountId", DealError.NO_ACCOUNT).of(DealStage.EXPAND_MAP.name()));
        }
        for (DealStage stage : from.wayTo(to)) {
            missingToEnter(stage, facts).forEach(fault -> missing.add(fault.of(stage.name())));
        }
        return missing;
    }

    /** What is missing to enter one stage, whatever lies before it. */
    static List<Fault> missingToEnter(DealStage stage, GateFacts facts) {
        List<Fault> missing = new ArrayList<>();
        switch (stage) {
            case EXPAND_MAP -> {
                need(facts.hasAccount(), "/accountId", DealError.NO_ACCOUNT, missing);
                need(facts.hasHypothesis(), "/hypothesis", DealError.NO_HYPOTHESIS, missing);
            }
            case OPPORTUNITY -> {
                need(facts.isConfirmed(), "/confirmation", DealError.NO_CONFIRMATION, missing);
                need(facts.qualification() != null, "/qualification", DealError.QUALIFICATION_NOT_BEGUN, missing);
            }
            case PROPOSAL -> {
                need(facts.hasOpenProposal(), "/proposals", DealError.PROPOSAL_NOT_SENT, missing);
                QualificationProgress qualification = facts.qualification();
                if (qualification != null && !qualification.missing().isEmpty()) {
                    missing.add(Fault.at(
                            "/qualification",
                            DealError.QUALIFICATION_INCOMPLETE,
                            Map.of("framework", qualification.framework(), "missing", qualification.missing())));
                }
            }
            case NEGOTIATION -> {
                need(facts.hasNegotiationPoint(), "/negotiationPoints", DealError.NO_NEGOTIATION_POINT, missing);
                need(facts.hasNextStep(), "/nextStep", DealError.NO_NEXT_STEP, missing);
            }
            case FORECAST -> {
                need(facts.isAccepted(), "/acceptance", DealError.NO_ACCEPTANCE, missing);
                need(facts.hasExpectedClose(), "/expectedCloseOn", DealError.NO_EXPECTED_CLOSE, missing);
            }
            case EXPAND_WON -> {
                need(facts.hasWinReason(), "/win/reasons", DealError.NO_WIN_REASON, missing);
                need(facts.hasStartDate(), "/win/startsOn", DealError.NO_START_DATE, missing);
                need(facts.hasLines(), "/lines", DealError.NO_LINES, missing);
                need(facts.hasContract(), "/contractId", DealError.CONTRACT_UNCLEAR, missing);
            }
            case LOST, DISMISSED -> {
                // asked for by the move, not by what the deal has
            }
        }
        return missing;
    }

    private static void need(boolean isThere, String pointer, DealError code, List<Fault> missing) {
        if (!isThere) {
            missing.add(Fault.at(pointer, code));
        }
    }
}
