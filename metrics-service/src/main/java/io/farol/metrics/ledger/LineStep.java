package io.farol.metrics.ledger;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one line did to MRR on one day.
 *
 * @param isReadjustment the line went on with other terms because of its index
 * @param previous the piece that it went on from; null when the line started (again)
 * @param piece the piece that began, or that ended
 * @param isEnd the line ended
 */
record LineStep(
        LocalDate day,
        long deltaE4,
        boolean isReadjustment,
        @Nullable LinePiece previous,
        LinePiece piece,
        boolean isEnd) {

    UUID lineId() {
        return piece.lineId();
    }
}
