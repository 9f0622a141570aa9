package io.farol.metrics.ledger;

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
        List<LinePiece> sorted = pieces.stream().sorted(BY_LINE_AND_DAY).toList();
        List<LineStep> steps = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            LinePiece piece = sorted.get(i);
            LinePiece previous = i > 0 && goesOn(sorted.get(i - 1), piece) ? sorted.get(i - 1) : null;
            addIfMoves(steps, start(piece, previous));
            boolean ends = i + 1 == sorted.size() || !goesOn(piece, sorted.get(i + 1));
            if (ends && piece.until().isBefore(LedgerTime.OPEN)) {
                addIfMoves(steps, new LineStep(piece.until(), -piece.countedE4(), false, null, piece, true));
            }
        }
        return steps;
    }

    private static LineStep start(LinePiece piece, @Nullable LinePiece previous) {
        long before = previous == null ? 0 : previous.countedE4();
        boolean isReadjustment = previous != null && "READJUSTMENT".equals(piece.changeKind());
        return new LineStep(piece.from(), piece.countedE4() - before, isReadjustment, previous, piece, false);
    }

    private static boolean goesOn(LinePiece earlier, LinePiece later) {
        return earlier.lineId().equals(later.lineId()) && earlier.until().equals(later.from());
    }

    private static void addIfMoves(List<LineStep> steps, LineStep step) {
        if (step.deltaE4() != 0) {
            steps.add(step);
        }
    }
}
