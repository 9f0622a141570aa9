package io.farol.metrics.ledger;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The day ledger: all that moved an account on one day is netted, then split by cause: index, freeze, the rest by sign (metrics.md 1).
 *
 * <p>With gross = billed + frozen MRR: gross from 0 is NEW or REACTIVATION, gross to 0 is CHURN, otherwise the index's part is READJUSTMENT and the rest EXPANSION or CONTRACTION.
 * What moves to or from frozen is FREEZE or UNFREEZE beside it, so a contract cancelled while frozen writes UNFREEZE and CHURN. What the exchange rate did to billed MRR is FX and comes
 * first; what it did to frozen MRR is no movement.
 */
final class MovementFormula {
    private static final Comparator<LineStep> SMALLEST_LINE =
            Comparator.comparing(step -> step.lineId().toString());

    private MovementFormula() {}

    static List<Movement> of(
            List<Stretch> stretches, List<LineStep> steps, List<LinePiece> pieces, List<Freeze> freezes) {
        Map<LocalDate, List<LineStep>> stepsByDay = new TreeMap<>();
        for (LineStep step : steps) {
            stepsByDay.computeIfAbsent(step.day(), day -> new ArrayList<>()).add(step);
        }
        for (Stretch stretch : stretches.subList(1, stretches.size())) {
            stepsByDay.computeIfAbsent(stretch.from(), day -> new ArrayList<>());
        }
        List<Movement> movements = new ArrayList<>();
        boolean wasLogo = false;
        for (Map.Entry<LocalDate, List<LineStep>> entry : stepsByDay.entrySet()) {
            LocalDate day = entry.getKey();
            Stretch before = StretchFormula.at(stretches, day.minusDays(1));
            Stretch after = StretchFormula.at(stretches, day);
            wasLogo |= before.isLogo();
            new Day(day, before, after, wasLogo, entry.getValue(), pieces, freezes).addTo(movements);
        }
        return movements;
    }

    /** Index's part of a day's movement; nothing on days on which the account comes or goes. */
    static long readjustmentE4(Stretch before, Stretch after, List<LineStep> steps) {
        if (!before.isLogo() || !after.isLogo()) {
            return 0;
        }
        return steps.stream()
                .filter(LineStep::isReadjustment)
                .mapToLong(LineStep::changeE4)
                .sum();
    }

    private record Day(
            LocalDate day,
            Stretch before,
            Stretch after,
            boolean wasLogo,
            List<LineStep> steps,
            List<LinePiece> pieces,
            List<Freeze> freezes) {

        void addTo(List<Movement> movements) {
            long fx = steps.stream().mapToLong(LineStep::fxE4).sum();
            long frozenFx = steps.stream().mapToLong(LineStep::frozenFxE4).sum();
            long gross = after.grossE4() - before.grossE4() - fx - frozenFx;
            if (fx != 0) {
                movements.add(byLine(Kind.FX, fx, cause(step -> step.fxE4() != 0)));
            }
            if (!before.isLogo() && after.isLogo()) {
                movements.add(byLine(wasLogo ? Kind.REACTIVATION : Kind.NEW, gross, cause(step -> step.deltaE4() > 0)));
            } else if (before.isLogo() && !after.isLogo()) {
                movements.add(byLine(Kind.CHURN, gross, cause(step -> step.deltaE4() < 0)));
            } else if (before.isLogo()) {
                addChange(movements, gross);
            }
            long frozen = after.frozenE4() - before.frozenE4() - frozenFx;
            if (frozen != 0) {
                movements.add(new Movement(
                        day, frozen > 0 ? Kind.FREEZE : Kind.UNFREEZE, -frozen, null, null, null, freezeId(), null));
            }
        }

        private void addChange(List<Movement> movements, long gross) {
            long readjustment = readjustmentE4(before, after, steps);
            if (readjustment != 0) {
                movements.add(byLine(Kind.READJUSTMENT, readjustment, cause(LineStep::isReadjustment)));
            }
            long rest = gross - readjustment;
            if (rest > 0) {
                movements.add(
                        byLine(Kind.EXPANSION, rest, cause(step -> !step.isReadjustment() && step.deltaE4() > 0)));
            } else if (rest < 0) {
                movements.add(
                        byLine(Kind.CONTRACTION, rest, cause(step -> !step.isReadjustment() && step.deltaE4() < 0)));
            }
        }

        private @Nullable LineStep cause(Predicate<LineStep> candidate) {
            return steps.stream()
                    .filter(candidate)
                    .min(Comparator.comparingLong((LineStep step) -> -Math.abs(step.deltaE4()))
                            .thenComparing(SMALLEST_LINE))
                    .orElse(null);
        }

        private Movement byLine(Kind kind, long amountE4, @Nullable LineStep cause) {
            if (cause == null) {
                return new Movement(day, kind, amountE4, null, null, null, null, null);
            }
            return new Movement(
                    day,
                    kind,
                    amountE4,
                    kind == Kind.EXPANSION ? subKind(cause) : null,
                    cause.lineId(),
                    cause.isEnd() ? null : cause.piece().amendmentId(),
                    null,
                    cause.isEnd() ? cause.piece().churnReason() : null);
        }

        private String subKind(LineStep cause) {
            LinePiece piece = cause.piece();
            if ("UPSELL".equals(piece.changeKind()) || "CROSS_SELL".equals(piece.changeKind())) {
                return piece.changeKind();
            }
            if (cause.previous() != null) {
                return piece.quantity().compareTo(cause.previous().quantity()) > 0 ? "UPSELL" : "OTHER";
            }
            if ("RENEWAL".equals(piece.changeKind())) {
                return "OTHER";
            }
            return hadProductBefore(piece.productId()) ? "UPSELL" : "CROSS_SELL";
        }

        private boolean hadProductBefore(UUID productId) {
            return pieces.stream()
                    .anyMatch(piece -> piece.productId().equals(productId)
                            && piece.from().isBefore(day)
                            && !piece.until().isBefore(day));
        }

        private @Nullable UUID freezeId() {
            return freezes.stream()
                    .filter(freeze ->
                            !freeze.from().isAfter(day) && !freeze.until().isBefore(day))
                    .map(Freeze::id)
                    .min(Comparator.comparing(UUID::toString))
                    .orElse(null);
        }
    }
}
