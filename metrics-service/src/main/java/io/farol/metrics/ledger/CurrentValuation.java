package io.farol.metrics.ledger;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * At the rate of the day; after a business day at the latest one that was in force on it. What counts is the end of each month: on its last day, and on days on which something happens to
 * the line or its billing, all that is held is valued anew; what the value moved by is the rate's doing, not the line's.
 *
 * <p>A line without a rate on the day its terms start stays unconverted.
 *
 * @param asOf last day whose rates are looked at
 */
public record CurrentValuation(Rates rates, LocalDate asOf) implements Valuation {

    @Override
    public List<LinePiece> pieces(AccountFacts facts) {
        List<LinePiece> pieces = new ArrayList<>();
        for (LinePiece piece : facts.pieces()) {
            if (isForeign(piece)) {
                cut(piece, facts.freezes(), pieces);
            } else {
                pieces.add(piece);
            }
        }
        return pieces;
    }

    @Override
    public long worthE4(LinePiece piece, LocalDate day) {
        return isForeign(piece) ? LinePiece.worthE4(piece.mrrE4(), rate(piece, day)) : piece.countedE4();
    }

    private static boolean isForeign(LinePiece piece) {
        return piece.rateDay() != null && piece.mrrRcE4() != null;
    }

    private BigDecimal rate(LinePiece piece, LocalDate day) {
        return rates.inForce(piece.currency(), day.isAfter(asOf) ? asOf : day)
                .orElseGet(() -> Objects.requireNonNull(piece.rate()));
    }

    private void cut(LinePiece piece, List<Freeze> freezes, List<LinePiece> pieces) {
        LocalDate from = piece.from();
        BigDecimal rate = rate(piece, from);
        for (LocalDate day : days(piece, freezes)) {
            BigDecimal next = rate(piece, day);
            if (next.compareTo(rate) != 0) {
                pieces.add(valued(piece, from, day, rate));
                from = day;
                rate = next;
            }
        }
        pieces.add(valued(piece, from, piece.until(), rate));
    }

    /** Days inside a piece on which its value counts. */
    private SortedSet<LocalDate> days(LinePiece piece, List<Freeze> freezes) {
        SortedSet<LocalDate> days = new TreeSet<>();
        for (Freeze freeze : freezes) {
            days.add(freeze.from());
            days.add(freeze.until());
        }
        LocalDate latest = rates.latest(piece.currency()).orElse(piece.from());
        int last = LedgerTime.monthOf(latest.isAfter(asOf) ? asOf : latest);
        for (int month = LedgerTime.monthOf(piece.from()); month <= last; month++) {
            days.add(LedgerTime.lastDayOf(month));
        }
        days.removeIf(day -> !day.isAfter(piece.from()) || !day.isBefore(piece.until()));
        return days;
    }

    private static LinePiece valued(LinePiece piece, LocalDate from, LocalDate until, BigDecimal rate) {
        return new LinePiece(
                piece.lineId(),
                from,
                until,
                piece.productId(),
                piece.quantity(),
                piece.currency(),
                piece.mrrE4(),
                rate,
                piece.rateDay(),
                LinePiece.worthE4(piece.mrrE4(), rate),
                from.equals(piece.from()) ? piece.changeKind() : null,
                from.equals(piece.from()) ? piece.amendmentId() : null,
                piece.churnReason(),
                piece.term());
    }
}
