package io.farol.metrics.ledger;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The days on which lines start, change and end, with the effect of each on MRR. */
final class LineStepFormula {
    private static final Comparator<LinePiece> BY_LINE_AND_DAY =
            Comparator.comparing((LinePiece piece) -> piece.lineId().toString()).thenComparing(LinePiece::from);

    private LineStepFormula() {}

    /** Steps that change something, in no order that matters. */
    static List<LineStep> of(List<LinePiece> pieces) {
        return of(new AccountFacts(pieces, List.of(), List.of()), Valuation.KEPT);
    }

    /** The same of an account whose pieces are valued some way. */
    static List<LineStep> of(AccountFacts facts, Valuation valuation) {
        List<LinePiece> pieces = facts.pieces();
        List<LinePiece> sorted = pieces.stream().sorted(BY_LINE_AND_DAY).toList();
        List<LineStep> steps = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            LinePiece piece = sorted.get(i);
            LinePiece previous = i > 0 && goesOn(sorted.get(i - 1), piece) ? sorted.get(i - 1) : null;
            long fx = previous == null ? 0 : fx(previous, piece.from(), valuation);
            addIfMoves(steps, start(piece, previous, fx, facts));
            boolean ends = i + 1 == sorted.size() || !goesOn(piece, sorted.get(i + 1));
            if (ends && piece.until().isBefore(LedgerTime.OPEN)) {
                addIfMoves(steps, end(piece, fx(piece, piece.until(), valuation), facts));
            }
        }
        return steps;
    }

    private static LineStep start(LinePiece piece, @Nullable LinePiece previous, long fx, AccountFacts facts) {
        long before = previous == null ? 0 : previous.countedE4();
        boolean isReadjustment = previous != null && "READJUSTMENT".equals(piece.changeKind());
        boolean wasSuspended = fx != 0 && facts.isSuspended(piece.from().minusDays(1));
        return new LineStep(
                piece.from(),
                piece.countedE4() - before,
                wasSuspended ? 0 : fx,
                wasSuspended ? fx : 0,
                isReadjustment,
                previous,
                piece,
                false);
    }

    private static LineStep end(LinePiece piece, long fx, AccountFacts facts) {
        boolean wasSuspended = fx != 0 && facts.isSuspended(piece.until().minusDays(1));
        return new LineStep(
                piece.until(),
                -piece.countedE4(),
                wasSuspended ? 0 : fx,
                wasSuspended ? fx : 0,
                false,
                null,
                piece,
                true);
    }

    /** What the rate did to what was held until a day; on a day, first the rate moves, then all else happens. */
    private static long fx(LinePiece held, LocalDate day, Valuation valuation) {
        return valuation.worthE4(held, day) - held.countedE4();
    }

    private static boolean goesOn(LinePiece earlier, LinePiece later) {
        return earlier.lineId().equals(later.lineId()) && earlier.until().equals(later.from());
    }

    private static void addIfMoves(List<LineStep> steps, LineStep step) {
        if (step.deltaE4() != 0 || step.fxE4() != 0 || step.frozenFxE4() != 0) {
            steps.add(step);
        }
    }
}
