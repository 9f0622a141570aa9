package io.farol.metrics.ledger;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one line did to MRR on one day.
 *
 * @param deltaE4 all of it
 * @param fxE4 what of it the exchange rate did to billed MRR
 * @param frozenFxE4 what of it the exchange rate did to MRR whose billing was suspended until then
 * @param isReadjustment the line went on with other terms because of its index
 * @param previous the piece that it went on from; null when the line started (again)
 * @param piece the piece that began, or that ended
 * @param isEnd the line ended
 */
record LineStep(
        LocalDate day,
        long deltaE4,
        long fxE4,
        long frozenFxE4,
        boolean isReadjustment,
        @Nullable LinePiece previous,
        LinePiece piece,
        boolean isEnd) {

    /** What the line itself did. */
    long changeE4() {
        return deltaE4 - fxE4 - frozenFxE4;
    }

    /** What was held until then; the piece itself when the line starts or ends. */
    LinePiece held() {
        return previous == null ? piece : previous;
    }

    UUID lineId() {
        return piece.lineId();
    }
}
