package io.farol.metrics.ledger;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What an account adds to {@code end_cell}: MRR, and whether the account counts, by two days, one on which it is served and one up to which its end is still ahead.
 *
 * <p>Scheduled on day d, seen on day a, is what is served on d, is not suspended then, and ends after a, for good: no piece of the same line goes on from the end. As d &lt; end, that is
 * {@code end > max(d, a)}. The days on which a piece that ends on u is billed are runs {@code [s, e)} with {@code e <= u}; a run is a step {@code (s, u, +mrr)} and, where {@code e < u}, a step
 * {@code (e, u, -mrr)}. For each run {@code [s <= d < e][u > max(d, a)] = [s <= d][u > max(d, a)] - [e <= d][u > max(d, a)]}; with e = u the last term is 0. So scheduled MRR is
 * <pre>S(d, a) = sum of the steps with day <= d and end > max(d, a).</pre>
 * The account counts when the latest end of what is billed on d is after max(d, a), so the runs in which that latest end is the same make steps of its number in the same way.
 *
 * <p>Asked for is d = a, or d = the last day of a month; so steps are summed by month and month of the end, and within these by day of the month on either side. With months M of d, N of max(d, a):
 * <pre>S(d, a) = steps with month <= M and month of end >= N
 *        - those of them that end in N, up to the day of max(d, a)
 *        - those of them that are made in M, after d, which there are only for d = a.</pre>
 * Nothing is taken off twice: what is made after d = a ends after a.
 */
final class EndFormula {
    static final String DIM = "ends:" + CellKey.TOTAL;
    static final String START = "START ";
    static final String END = "END ";

    private final Cells cells = new Cells();

    private EndFormula() {}

    static Cells of(List<LinePiece> pieces, List<Freeze> freezes) {
        EndFormula formula = new EndFormula();
        formula.add(pieces.stream().filter(piece -> endsForGood(piece, pieces)).toList(), freezes);
        return formula.cells;
    }

    private static boolean endsForGood(LinePiece piece, List<LinePiece> pieces) {
        return piece.countedE4() > 0
                && piece.until().isBefore(LedgerTime.OPEN)
                && pieces.stream()
                        .noneMatch(next -> next.lineId().equals(piece.lineId())
                                && next.from().equals(piece.until()));
    }

    private void add(List<LinePiece> ending, List<Freeze> freezes) {
        TreeSet<LocalDate> borders = new TreeSet<>();
        ending.forEach(piece -> borders.addAll(List.of(piece.from(), piece.until())));
        freezes.forEach(freeze -> borders.addAll(List.of(freeze.from(), freeze.until())));
        for (LocalDate from : borders) {
            LocalDate until = borders.higher(from);
            if (until != null && freezes.stream().noneMatch(freeze -> contains(freeze.from(), freeze.until(), from))) {
                addRun(
                        from,
                        until,
                        ending.stream()
                                .filter(piece -> contains(piece.from(), piece.until(), from))
                                .toList());
            }
        }
    }

    private void addRun(LocalDate from, LocalDate until, List<LinePiece> billed) {
        for (LinePiece piece : billed) {
            addRun(from, until, piece.until(), piece.countedE4(), 0);
        }
        Optional<LocalDate> latest = billed.stream().map(LinePiece::until).max(Comparator.naturalOrder());
        latest.ifPresent(end -> addRun(from, until, end, 0, 1));
    }

    private void addRun(LocalDate from, LocalDate until, LocalDate end, long amountE4, long n) {
        addStep(from, end, amountE4, n);
        if (until.isBefore(end)) {
            addStep(until, end, -amountE4, -n);
        }
    }

    private void addStep(LocalDate day, LocalDate end, long amountE4, long n) {
        int month = LedgerTime.monthOf(day);
        int endMonth = LedgerTime.monthOf(end);
        cells.add(DIM, "", START + endMonth + " " + day.getDayOfMonth(), month, amountE4, n);
        cells.add(DIM, "", END + endMonth + " " + end.getDayOfMonth(), month, amountE4, n);
    }

    private static boolean contains(LocalDate from, LocalDate until, LocalDate day) {
        return !day.isBefore(from) && day.isBefore(until);
    }
}
