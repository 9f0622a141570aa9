package io.farol.accounts.contract;

import io.farol.runtime.id.UuidV7;
import io.farol.runtime.money.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** Says contracts and their amendments shortly. */
final class Amending {
    static final ContractLineId LINE = new ContractLineId(UuidV7.next());
    static final ContractLineId OTHER_LINE = new ContractLineId(UuidV7.next());

    private Amending() {}

    static LineTerms price(String amount) {
        return new LineTerms(
                BigDecimal.ONE,
                new Money(new BigDecimal(amount), Currency.getInstance("BRL")),
                BigDecimal.ZERO,
                1,
                true);
    }

    static AgreedLine line(String startsOn, @Nullable String endsOn, String price) {
        return new AgreedLine(LINE, LocalDate.parse(startsOn), day(endsOn), price(price), null, null);
    }

    static Amendment change(String effectiveOn, String price) {
        return new Amendment(
                new AmendmentId(UuidV7.next()),
                AmendmentKind.CHANGE_LINE,
                ChangeKind.UPSELL,
                LocalDate.parse(effectiveOn),
                LINE,
                price(price),
                false,
                null,
                null,
                null,
                null,
                null,
                true);
    }

    static Amendment changeUntil(String effectiveOn, @Nullable String endsOn, String price) {
        Amendment made = change(effectiveOn, price);
        return new Amendment(
                made.id(),
                made.kind(),
                made.changeKind(),
                made.effectiveOn(),
                LINE,
                made.terms(),
                true,
                day(endsOn),
                null,
                null,
                null,
                null,
                true);
    }

    static Amendment remove(String effectiveOn) {
        return simple(AmendmentKind.REMOVE_LINE, effectiveOn, LINE, null, null);
    }

    static Amendment cancel(String effectiveOn) {
        return simple(AmendmentKind.CANCEL, effectiveOn, null, null, null);
    }

    static Amendment renew(String effectiveOn, @Nullable String termEndsOn) {
        return simple(AmendmentKind.RENEW, effectiveOn, null, day(termEndsOn), null);
    }

    static Amendment add(String effectiveOn, ContractLineId line) {
        return simple(AmendmentKind.ADD_LINE, effectiveOn, line, null, null);
    }

    static Amendment reverse(Amendment taken) {
        return simple(AmendmentKind.REVERSE, "2026-01-01", null, null, taken.id());
    }

    static Amendment takenBack(Amendment made) {
        return new Amendment(
                made.id(),
                made.kind(),
                made.changeKind(),
                made.effectiveOn(),
                made.lineId(),
                made.terms(),
                made.setsEnd(),
                made.endsOn(),
                made.termEndsOn(),
                made.isAutoRenewing(),
                made.churnReason(),
                made.reverses(),
                false);
    }

    private static Amendment simple(
            AmendmentKind kind,
            String effectiveOn,
            @Nullable ContractLineId line,
            @Nullable LocalDate termEndsOn,
            @Nullable AmendmentId reverses) {
        return new Amendment(
                new AmendmentId(UuidV7.next()),
                kind,
                ChangeKind.OTHER,
                LocalDate.parse(effectiveOn),
                line,
                null,
                false,
                null,
                termEndsOn,
                null,
                kind == AmendmentKind.CANCEL ? "PRICE" : null,
                reverses,
                true);
    }

    static @Nullable LocalDate day(@Nullable String text) {
        return text == null ? null : LocalDate.parse(text);
    }
}
