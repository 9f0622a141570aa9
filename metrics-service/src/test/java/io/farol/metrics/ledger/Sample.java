package io.farol.metrics.ledger;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lines, freezes and figures as the tests of formulas write them: amounts in whole currency, days as text, "" = open. */
final class Sample {
    static final int CRM = 1;
    static final int CHAT = 2;

    private Sample() {}

    static UUID id(int number) {
        return new UUID(0, number);
    }

    static LocalDate day(String text) {
        return text.isEmpty() ? LedgerTime.OPEN : LocalDate.parse(text);
    }

    /** Number of a month such as {@code 2024-03}. */
    static int month(String text) {
        return LedgerTime.monthOf(LocalDate.parse(text + "-01"));
    }

    static LinePiece piece(int line, int product, String from, String until, long mrr) {
        return piece(line, product, from, until, mrr, 1, null, null, "M12");
    }

    /** What a line became by an amendment. */
    static LinePiece changed(
            int line, int product, String from, String until, long mrr, int quantity, @Nullable String changeKind) {
        return piece(line, product, from, until, mrr, quantity, changeKind, null, "M12");
    }

    static LinePiece ended(int line, int product, String from, String until, long mrr, String churnReason) {
        return piece(line, product, from, until, mrr, 1, null, churnReason, "M12");
    }

    static LinePiece ofTerm(int line, String from, String until, long mrr, String term) {
        return piece(line, CRM, from, until, mrr, 1, null, null, term);
    }

    /** An amount in 1/10,000. */
    static LinePiece ofE4(int line, String from, String until, long mrrE4) {
        return pieceE4(line, CRM, from, until, mrrE4, 1, null, null, "M12");
    }

    static LinePiece unconverted(int line, int product, String from, String until) {
        return new LinePiece(
                id(line),
                day(from),
                day(until),
                id(product),
                BigDecimal.ONE,
                "USD",
                100_0000,
                null,
                null,
                null,
                null,
                null,
                null,
                "M12");
    }

    private static LinePiece piece(
            int line,
            int product,
            String from,
            String until,
            long mrr,
            int quantity,
            @Nullable String changeKind,
            @Nullable String churnReason,
            String term) {
        return pieceE4(line, product, from, until, mrr * 10_000, quantity, changeKind, churnReason, term);
    }

    private static LinePiece pieceE4(
            int line,
            int product,
            String from,
            String until,
            long mrrE4,
            int quantity,
            @Nullable String changeKind,
            @Nullable String churnReason,
            String term) {
        return new LinePiece(
                id(line),
                day(from),
                day(until),
                id(product),
                BigDecimal.valueOf(quantity),
                "BRL",
                mrrE4,
                BigDecimal.ONE,
                null,
                mrrE4,
                changeKind,
                changeKind == null ? null : id(100 + line),
                churnReason,
                term);
    }

    /** @param months of the contract's term; null = open */
    static ContractTerm term(int contract, int line, String from, @Nullable Integer months) {
        return new ContractTerm(id(contract), id(line), day(from), months);
    }

    /** {@code contract from..until value}, until empty when open. */
    static String shown(ContractStretch stretch) {
        return stretch.contractId().getLeastSignificantBits() + " " + LedgerTime.textOf(stretch.from()) + ".."
                + (stretch.until() == LedgerTime.OPEN_MONTH ? "" : LedgerTime.textOf(stretch.until())) + " "
                + whole(stretch.valueE4());
    }

    static Freeze freeze(int number, String from, String until) {
        return new Freeze(id(number), day(from), day(until));
    }

    /** An account's months from its lines. */
    static List<MonthResult> months(List<LinePiece> pieces, List<Freeze> freezes) {
        List<Stretch> stretches = StretchFormula.of(pieces, freezes);
        return MonthNettingFormula.of(
                stretches, MovementFormula.of(stretches, LineStepFormula.of(pieces), pieces, freezes));
    }

    /** {@code value measure month} to {@code amount/number}, in their order. */
    static Map<String, String> shown(Cells cells) {
        Map<String, String> shown = new TreeMap<>();
        cells.each((key, sum) -> shown.put(
                (key.value() + " " + key.measure() + " " + LedgerTime.textOf(key.month())).strip(),
                whole(sum.amountE4()) + "/" + sum.n()));
        return shown;
    }

    static String whole(long amountE4) {
        return BigDecimal.valueOf(amountE4, 4).stripTrailingZeros().toPlainString();
    }
}
