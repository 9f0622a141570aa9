package io.farol.accounts.contract;

import com.google.type.Date;
import com.google.type.Decimal;
import com.google.type.Money;
import io.farol.accounts.product.ProductId;
import io.farol.accounts.v1.AmendContractRequest;
import io.farol.accounts.v1.LineTerms;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.money.Ratio;
import io.farol.runtime.rest.Scalars;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Amendments as gRPC says them; a fault names the field as REST does. */
final class AmendmentProto {
    private static final int NANOS = 9;

    private AmendmentProto() {}

    static AmendmentDetails details(AmendContractRequest request) {
        String key = request.getRequestKey();
        if (key.isBlank()) {
            throw refused("/requestKey", PlatformError.REQUIRED);
        }
        LocalDate effectiveOn = date(request.getEffectiveOn(), "/effectiveOn");
        ChangeKind why = changeKind(request);
        @Nullable String note = text(request.getNote());
        return switch (request.getChangeCase()) {
            case ADD_LINE ->
                withTerms(
                        AmendmentKind.ADD_LINE,
                        why,
                        effectiveOn,
                        key,
                        null,
                        new ProductId(id(request.getAddLine().getProductId(), "/productId")),
                        request.getAddLine().getTerms(),
                        request.getAddLine().hasEndsOn()
                                ? date(request.getAddLine().getEndsOn(), "/endsOn")
                                : null,
                        note);
            case CHANGE_LINE ->
                withTerms(
                        AmendmentKind.CHANGE_LINE,
                        why,
                        effectiveOn,
                        key,
                        new ContractLineId(id(request.getChangeLine().getLineId(), "/lineId")),
                        null,
                        request.getChangeLine().getTerms(),
                        null,
                        note);
            case REMOVE_LINE ->
                plain(
                        AmendmentKind.REMOVE_LINE,
                        why,
                        effectiveOn,
                        key,
                        new ContractLineId(id(request.getRemoveLine().getLineId(), "/lineId")),
                        text(request.getRemoveLine().getChurnReason()),
                        null,
                        note);
            case CANCEL ->
                plain(
                        AmendmentKind.CANCEL,
                        why,
                        effectiveOn,
                        key,
                        null,
                        text(request.getCancel().getChurnReason()),
                        null,
                        note);
            case REVERSE ->
                plain(
                        AmendmentKind.REVERSE,
                        why,
                        effectiveOn,
                        key,
                        null,
                        null,
                        new AmendmentId(id(request.getReverse().getAmendmentId(), "/reversesAmendmentId")),
                        note);
            case RENEW ->
                new AmendmentDetails(
                        AmendmentKind.RENEW,
                        why,
                        effectiveOn,
                        key,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        request.getRenew().hasTermEndsOn()
                                ? date(request.getRenew().getTermEndsOn(), "/termEndsOn")
                                : null,
                        request.getRenew().hasIsAutoRenewing()
                                ? Boolean.valueOf(request.getRenew().getIsAutoRenewing())
                                : null,
                        null,
                        null,
                        note);
            case CHANGE_NOT_SET -> throw refused("/kind", PlatformError.REQUIRED);
        };
    }

    static UUID id(String text, String pointer) {
        try {
            return Scalars.uuid(text);
        } catch (DomainException e) {
            throw refused(pointer, e.code());
        }
    }

    static LocalDate date(Date date, String pointer) {
        try {
            return LocalDate.of(date.getYear(), date.getMonth(), date.getDay());
        } catch (DateTimeException e) {
            throw refused(pointer, PlatformError.NOT_A_DATE);
        }
    }

    private static AmendmentDetails withTerms(
            AmendmentKind kind,
            ChangeKind why,
            LocalDate effectiveOn,
            String key,
            @Nullable ContractLineId line,
            @Nullable ProductId product,
            LineTerms terms,
            @Nullable LocalDate endsOn,
            @Nullable String note) {
        return new AmendmentDetails(
                kind,
                why,
                effectiveOn,
                key,
                line,
                product,
                null,
                decimal(terms.getQuantity(), "/quantity"),
                money(terms.getUnitPrice()),
                terms.hasDiscountRatio() ? new Ratio(decimal(terms.getDiscountRatio(), "/discount")) : null,
                months(terms.getBillingPeriodMonths()),
                terms.getIsRecurring(),
                endsOn,
                null,
                null,
                null,
                null,
                note);
    }

    private static AmendmentDetails plain(
            AmendmentKind kind,
            ChangeKind why,
            LocalDate effectiveOn,
            String key,
            @Nullable ContractLineId line,
            @Nullable String churnReason,
            @Nullable AmendmentId reverses,
            @Nullable String note) {
        return new AmendmentDetails(
                kind,
                why,
                effectiveOn,
                key,
                line,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                churnReason,
                reverses,
                note);
    }

    private static ChangeKind changeKind(AmendContractRequest request) {
        return switch (request.getChangeKind()) {
            case CHANGE_KIND_UPSELL -> ChangeKind.UPSELL;
            case CHANGE_KIND_CROSS_SELL -> ChangeKind.CROSS_SELL;
            case CHANGE_KIND_READJUSTMENT -> ChangeKind.READJUSTMENT;
            case CHANGE_KIND_RENEWAL -> ChangeKind.RENEWAL;
            case CHANGE_KIND_DOWNSELL -> ChangeKind.DOWNSELL;
            case CHANGE_KIND_OTHER -> ChangeKind.OTHER;
            case CHANGE_KIND_UNSPECIFIED, UNRECOGNIZED -> throw refused("/changeKind", PlatformError.REQUIRED);
        };
    }

    private static BigDecimal decimal(Decimal decimal, String pointer) {
        try {
            return Scalars.decimal(decimal.getValue());
        } catch (DomainException e) {
            throw refused(pointer, e.code());
        }
    }

    private static io.farol.runtime.money.Money money(Money money) {
        BigDecimal amount = BigDecimal.valueOf(money.getUnits()).add(BigDecimal.valueOf(money.getNanos(), NANOS));
        Currency currency;
        try {
            currency = Currency.getInstance(money.getCurrencyCode());
        } catch (IllegalArgumentException e) {
            throw refused("/unitPrice/currency", PlatformError.NOT_A_CURRENCY);
        }
        if (amount.stripTrailingZeros().scale() > io.farol.runtime.money.Money.SCALE) {
            throw refused("/unitPrice/amount", PlatformError.TOO_MANY_DECIMALS);
        }
        return new io.farol.runtime.money.Money(amount.setScale(io.farol.runtime.money.Money.SCALE), currency);
    }

    private static int months(int months) {
        if (months < 1 || months > 120) {
            throw refused("/billingPeriodMonths", PlatformError.OUT_OF_RANGE);
        }
        return months;
    }

    private static @Nullable String text(String text) {
        return text.isBlank() ? null : text;
    }

    private static DomainException refused(String pointer, ErrorCode code) {
        return DomainException.invalid(List.of(Fault.at(pointer, code)));
    }
}
