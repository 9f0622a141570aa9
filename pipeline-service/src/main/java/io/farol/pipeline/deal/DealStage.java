package io.farol.pipeline.deal;

import java.util.ArrayList;
import java.util.List;

/** Where a deal of the Expand funnel stands; in the order of the way. */
public enum DealStage {
    /** A hypothesis of expansion. */
    EXPAND_MAP(10, 60),
    /** The client confirmed the need. */
    OPPORTUNITY(25, 30),
    /** A proposal was sent. */
    PROPOSAL(45, 21),
    /** Viability is settled, terms are discussed. */
    NEGOTIATION(60, 21),
    /** Accepted, even informally. */
    FORECAST(90, 14),
    /** Won. */
    EXPAND_WON(100, 0),
    /** Not closed. */
    LOST(0, 0),
    /** A hypothesis that the client never confirmed. */
    DISMISSED(0, 0);

    private final int priorPercent;
    private final int usualDays;

    DealStage(int priorPercent, int usualDays) {
        this.priorPercent = priorPercent;
        this.usualDays = usualDays;
    }

    /** Chance to be won, in percent, as stated and not learnt: what weights the board until the tenant's own history does. */
    public int priorPercent() {
        return priorPercent;
    }

    /** A deal that stands here for more days is stalled. */
    public int usualDays() {
        return usualDays;
    }

    /** Whether work on the deal goes on. */
    public boolean isOpen() {
        return ordinal() < EXPAND_WON.ordinal();
    }

    /** The stages after this one up to another, in order; empty when the other is not further on the way to EXPAND_WON. */
    List<DealStage> wayTo(DealStage to) {
        List<DealStage> way = new ArrayList<>();
        if (isOpen() && to.ordinal() <= EXPAND_WON.ordinal()) {
            for (int i = ordinal() + 1; i <= to.ordinal(); i++) {
                way.add(values()[i]);
            }
        }
        return way;
    }
}
