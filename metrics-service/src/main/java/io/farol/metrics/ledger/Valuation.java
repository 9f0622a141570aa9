package io.farol.metrics.ledger;

import java.time.LocalDate;
import java.util.List;

/** How MRR in another than the reporting currency is valued while time goes by (metrics.md 1). */
public interface Valuation {
    /** At the rate of the day on which a line's terms start, for as long as they last. */
    Valuation KEPT = new Valuation() {
        @Override
        public List<LinePiece> pieces(AccountFacts facts) {
            return facts.pieces();
        }

        @Override
        public long worthE4(LinePiece piece, LocalDate day) {
            return piece.countedE4();
        }
    };

    /** An account's pieces, cut where their value becomes another. */
    List<LinePiece> pieces(AccountFacts facts);

    /** What a piece is worth on a day, in 1/10,000 of the reporting currency, had it gone on until then. */
    long worthE4(LinePiece piece, LocalDate day);
}
