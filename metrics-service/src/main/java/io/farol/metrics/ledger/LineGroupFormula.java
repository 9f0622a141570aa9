package io.farol.metrics.ledger;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What an account adds to the statement by a property of its lines: product, or term.
 *
 * <p>The account's net change is allocated over the groups that moved its way, in proportion, cut to 1/10,000 so that nothing is lost; what nets out inside the account is TRANSFER_IN and
 * TRANSFER_OUT. FREEZE and UNFREEZE are spread over what is under contract at the month's end. The groups' columns add up to the account's (metrics.md 1).
 */
final class LineGroupFormula {
    private static final class Balance {
        private long openingE4;
        private long openingFrozenE4;
        private long closingE4;
        private long closingFrozenE4;
        private long readjustmentE4;
        private long fxE4;
        private long freezeE4;
        private long unfreezeE4;
    }

    private final String dim;
    private final Function<LinePiece, String> groupOf;
    private final List<AccountFacts> members;
    private final List<LineStep> steps;
    private final List<Stretch> stretches;
    private final Map<Integer, MonthResult> resultByMonth = new TreeMap<>();
    private final Cells cells = new Cells();

    private LineGroupFormula(
            String dim,
            Function<LinePiece, String> groupOf,
            List<AccountFacts> members,
            List<LineStep> steps,
            List<Stretch> stretches,
            List<MonthResult> results) {
        this.dim = dim;
        this.groupOf = groupOf;
        this.members = members;
        this.steps = steps;
        this.stretches = stretches;
        results.forEach(result -> resultByMonth.put(result.month(), result));
    }

    /** @param members the account, or the accounts that are told as one; an account's billing is suspended apart from the others' */
    static Cells of(
            String dim,
            Function<LinePiece, String> groupOf,
            List<AccountFacts> members,
            List<LineStep> steps,
            List<Stretch> stretches,
            List<MonthResult> results) {
        LineGroupFormula formula = new LineGroupFormula(dim, groupOf, members, steps, stretches, results);
        TreeSet<Integer> months = new TreeSet<>(formula.resultByMonth.keySet());
        steps.forEach(step -> months.add(LedgerTime.monthOf(step.day())));
        months.forEach(formula::addMonth);
        return formula.cells;
    }

    private void addMonth(int month) {
        Stretch opening = StretchFormula.atEndOf(stretches, month - 1);
        Stretch closing = StretchFormula.atEndOf(stretches, month);
        SortedMap<String, Balance> balances = balances(month);
        balances.forEach((value, balance) -> addFrozen(month, value, balance));
        if (!opening.isLogo() && closing.isLogo()) {
            Kind kind = resultOf(month).amountsE4().containsKey(Kind.NEW) ? Kind.NEW : Kind.REACTIVATION;
            balances.forEach((value, balance) -> {
                add(month, value, kind, balance.closingE4);
                add(month, value, Kind.FREEZE, balance.closingFrozenE4);
            });
        } else if (opening.isLogo() && !closing.isLogo()) {
            balances.forEach((value, balance) -> {
                add(month, value, Kind.CHURN, balance.openingE4);
                add(month, value, Kind.UNFREEZE, balance.openingFrozenE4);
            });
        } else if (opening.isLogo()) {
            addStay(month, opening, closing, balances);
        }
    }

    private void addStay(int month, Stretch opening, Stretch closing, SortedMap<String, Balance> balances) {
        MonthResult result = resultByMonth.get(month);
        if (result != null) {
            share(result.amountE4(Kind.FREEZE), weights(balances, closing, balance -> balance.closingFrozenE4))
                    .forEach((value, part) -> balances.get(value).freezeE4 = part);
            share(result.amountE4(Kind.UNFREEZE), weights(balances, opening, balance -> balance.openingFrozenE4))
                    .forEach((value, part) -> balances.get(value).unfreezeE4 = part);
        }
        SortedMap<String, Long> rests = new TreeMap<>();
        balances.forEach((value, balance) -> {
            add(month, value, Kind.READJUSTMENT, balance.readjustmentE4);
            add(month, value, Kind.FX, balance.fxE4);
            add(month, value, Kind.FREEZE, balance.freezeE4);
            add(month, value, Kind.UNFREEZE, balance.unfreezeE4);
            rests.put(value, rest(balance));
        });
        long rest = rests.values().stream().mapToLong(Long::longValue).sum();
        Kind kind = rest > 0 ? Kind.EXPANSION : Kind.CONTRACTION;
        SortedMap<String, Long> moved = new TreeMap<>();
        rests.forEach((value, amount) -> moved.put(value, Math.max(0, amount * kind.sign())));
        SortedMap<String, Long> shares = share(Math.abs(rest), moved);
        rests.forEach((value, amount) -> {
            long part = shares.getOrDefault(value, 0L);
            add(month, value, kind, part);
            addTransfer(month, value, balances.get(value), amount - part * kind.sign());
        });
    }

    /** What is under contract at the month's end; where only some of it is frozen, that. */
    private static SortedMap<String, Long> weights(
            SortedMap<String, Balance> balances, Stretch end, ToLongFunction<Balance> frozenE4) {
        boolean isFrozenInPart = end.frozenE4() > 0 && end.mrrE4() > 0;
        SortedMap<String, Long> weights = new TreeMap<>();
        balances.forEach((value, balance) ->
                weights.put(value, isFrozenInPart ? frozenE4.applyAsLong(balance) : balance.closingE4));
        return weights;
    }

    private static long rest(Balance balance) {
        long openingE4 = balance.openingE4 - balance.openingFrozenE4;
        long closingE4 = balance.closingE4 - balance.closingFrozenE4;
        return closingE4 - openingE4 - balance.readjustmentE4 - balance.fxE4 + balance.freezeE4 - balance.unfreezeE4;
    }

    /** Groups that come to or leave an account that stays are counted as transfers, so that the number of accounts by group adds up over time. */
    private void addTransfer(int month, String value, Balance balance, long remainder) {
        long comes = balance.openingE4 == 0 && balance.closingE4 > 0 ? 1 : 0;
        long goes = balance.openingE4 > 0 && balance.closingE4 == 0 ? 1 : 0;
        cells.add(dim, value, CellFormula.TRANSFER_IN, month, Math.max(0, remainder), comes);
        cells.add(dim, value, CellFormula.TRANSFER_OUT, month, Math.max(0, -remainder), goes);
    }

    private void addFrozen(int month, String value, Balance balance) {
        long before = balance.openingFrozenE4;
        long after = balance.closingFrozenE4;
        cells.add(
                dim,
                value,
                CellFormula.FROZEN,
                month,
                after - before,
                countFrozen(after, balance.closingE4) - countFrozen(before, balance.openingE4));
    }

    private static long countFrozen(long frozenE4, long grossE4) {
        return frozenE4 > 0 && frozenE4 == grossE4 ? 1 : 0;
    }

    private void add(int month, String value, Kind kind, long amountE4) {
        if (amountE4 != 0) {
            cells.add(dim, value, kind.name(), month, amountE4, 1);
        }
    }

    private MonthResult resultOf(int month) {
        MonthResult result = resultByMonth.get(month);
        if (result == null) {
            throw new IllegalStateException("an account came without a movement");
        }
        return result;
    }

    /** Under contract by group at both month-ends, billed or frozen, and the index's part of the month's days. */
    private SortedMap<String, Balance> balances(int month) {
        SortedMap<String, Balance> balances = new TreeMap<>();
        for (AccountFacts member : members) {
            boolean wasSuspended = member.isSuspended(LedgerTime.lastDayOf(month - 1));
            boolean isSuspended = member.isSuspended(LedgerTime.lastDayOf(month));
            for (LinePiece piece : member.pieces()) {
                Balance balance = balances.computeIfAbsent(groupOf.apply(piece), value -> new Balance());
                long opening = isAtEndOf(piece, month - 1) ? piece.countedE4() : 0;
                long closing = isAtEndOf(piece, month) ? piece.countedE4() : 0;
                balance.openingE4 += opening;
                balance.openingFrozenE4 += wasSuspended ? opening : 0;
                balance.closingE4 += closing;
                balance.closingFrozenE4 += isSuspended ? closing : 0;
            }
        }
        for (LineStep step : steps) {
            if (LedgerTime.monthOf(step.day()) == month) {
                balances.get(groupOf.apply(step.held())).fxE4 += step.fxE4();
            }
            if (step.isReadjustment() && LedgerTime.monthOf(step.day()) == month) {
                Stretch before = StretchFormula.at(stretches, step.day().minusDays(1));
                Stretch after = StretchFormula.at(stretches, step.day());
                balances.get(groupOf.apply(step.piece())).readjustmentE4 +=
                        MovementFormula.readjustmentE4(before, after, List.of(step));
            }
        }
        return balances;
    }

    private static boolean isAtEndOf(LinePiece piece, int month) {
        return LedgerTime.monthOf(piece.from()) <= month && month < LedgerTime.monthOf(piece.until());
    }

    /** Splits an amount in proportion to weights, in the order of their keys, so that the parts add up to it. */
    static SortedMap<String, Long> share(long amount, SortedMap<String, Long> weights) {
        SortedMap<String, Long> parts = new TreeMap<>();
        BigInteger total = BigInteger.valueOf(
                weights.values().stream().mapToLong(Long::longValue).sum());
        if (amount == 0 || total.signum() == 0) {
            return parts;
        }
        BigInteger weightSoFar = BigInteger.ZERO;
        long given = 0;
        for (Map.Entry<String, Long> entry : weights.entrySet()) {
            weightSoFar = weightSoFar.add(BigInteger.valueOf(entry.getValue()));
            long upTo = BigInteger.valueOf(amount)
                    .multiply(weightSoFar)
                    .divide(total)
                    .longValueExact();
            parts.put(entry.getKey(), upTo - given);
            given = upTo;
        }
        return parts;
    }
}
