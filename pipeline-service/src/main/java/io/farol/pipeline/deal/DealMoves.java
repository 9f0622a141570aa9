package io.farol.pipeline.deal;

import io.farol.runtime.error.Fault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which stages a deal may go to from where it stands, and of what kind each move is. */
final class DealMoves {
    private DealMoves() {}

    /** Of what kind a move is. */
    enum Kind {
        FORWARD,
        BACK,
        LOSE,
        DISMISS,
        /** Of a closed deal: by a leader, but for a dismissed one. */
        REOPEN,
        /** No such move. */
        NONE
    }

    /** A move that exists, with what is missing for it. */
    record Move(DealStage to, List<Fault> missing) {}

    /** @param closedFrom the open stage that a closed deal stood in */
    static Kind kind(DealStage from, @Nullable DealStage closedFrom, DealStage to) {
        if (from == to) {
            return Kind.NONE;
        }
        if (!from.isOpen()) {
            boolean isBefore = closedFrom == null || to.ordinal() <= closedFrom.ordinal();
            return to.isOpen() && isBefore ? Kind.REOPEN : Kind.NONE;
        }
        return switch (to) {
            case LOST -> Kind.LOSE;
            // a need that the client confirmed is no mere hypothesis any more: it can only be lost
            case DISMISSED -> from == DealStage.EXPAND_MAP ? Kind.DISMISS : Kind.NONE;
            case EXPAND_MAP, OPPORTUNITY, PROPOSAL, NEGOTIATION, FORECAST, EXPAND_WON ->
                to.ordinal() > from.ordinal() ? Kind.FORWARD : Kind.BACK;
        };
    }

    /** What a move lacks, given what is known of the deal and said with the wish. */
    static List<Fault> missing(DealStage from, Kind kind, StageChangeDetails wish, GateFacts known) {
        return switch (kind) {
            case FORWARD -> StageGatePolicy.missingOnTheWay(from, wish.toStage(), known.told(wish));
            case BACK, DISMISS, REOPEN ->
                wish.reason() == null
                        ? List.of(Fault.at("/reason", DealError.NO_REASON)
                                .of(wish.toStage().name()))
                        : List.of();
            case LOSE ->
                wish.loss() == null || wish.loss().reasons().isEmpty()
                        ? List.of(Fault.at("/loss/reasons", DealError.NO_LOSS_REASON)
                                .of(wish.toStage().name()))
                        : List.of();
            case NONE -> List.of();
        };
    }

    /** The moves forward and out; going back is always possible, with a reason. */
    static List<Move> all(DealStage from, @Nullable DealStage closedFrom, GateFacts known) {
        List<Move> moves = new ArrayList<>();
        for (DealStage to : DealStage.values()) {
            Kind kind = kind(from, closedFrom, to);
            if (kind != Kind.NONE && kind != Kind.BACK) {
                StageChangeDetails wish = new StageChangeDetails(to, null, null, null, null, null);
                moves.add(new Move(to, missing(from, kind, wish, known)));
            }
        }
        return moves;
    }
}
