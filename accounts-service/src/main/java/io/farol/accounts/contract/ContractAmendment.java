package io.farol.accounts.contract;

import io.farol.runtime.money.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A dated change as recorded; only whether it still stands may change after. */
@Entity
@Table(name = "contract_amendment")
class ContractAmendment {
    /** Through which door it came. */
    enum Origin {
        REST,
        GRPC,
        IMPORT
    }

    @TenantId
    @Column(name = "tenant_id")
    @Nullable
    String tenantId;

    @Id
    @Column(name = "id")
    UUID id = new UUID(0, 0);

    @Column(name = "contract_id")
    UUID contractId = new UUID(0, 0);

    @Column(name = "contract_version")
    long contractVersion;

    @Column(name = "request_key")
    @Nullable
    String requestKey;

    /** What was asked for with the key; null = recorded before it was kept. */
    @Column(name = "request")
    @Nullable
    String request;

    @Column(name = "origin")
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    Origin origin = Origin.REST;

    @Column(name = "kind")
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    AmendmentKind kind = AmendmentKind.CANCEL;

    @Column(name = "change_kind")
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    ChangeKind changeKind = ChangeKind.OTHER;

    @Column(name = "effective_on")
    LocalDate effectiveOn = LocalDate.EPOCH;

    @Column(name = "line_id")
    @Nullable
    UUID lineId;

    @Column(name = "quantity_e4")
    @Nullable
    Long quantityE4;

    @Column(name = "unit_price_e4")
    @Nullable
    Long unitPriceE4;

    @Column(name = "currency")
    @JdbcTypeCode(SqlTypes.CHAR)
    @Nullable
    String currency;

    @Column(name = "discount_e6")
    @Nullable
    Integer discountE6;

    @Column(name = "billing_period_months")
    @Nullable
    Integer billingPeriodMonths;

    @Column(name = "is_recurring")
    @Nullable
    Boolean isRecurring;

    @Column(name = "sets_end")
    boolean setsEnd;

    @Column(name = "ends_on")
    @Nullable
    LocalDate endsOn;

    @Column(name = "term_ends_on")
    @Nullable
    LocalDate termEndsOn;

    @Column(name = "is_auto_renewing")
    @Nullable
    Boolean isAutoRenewing;

    @Column(name = "churn_reason")
    @Nullable
    String churnReason;

    @Column(name = "note")
    @Nullable
    String note;

    @Column(name = "reverses_amendment_id")
    @Nullable
    UUID reversesAmendmentId;

    @Column(name = "reversed_by_id")
    @Nullable
    UUID reversedById;

    @Column(name = "recorded_at")
    Instant recordedAt = Instant.EPOCH;

    ContractAmendment() {}

    void record(Amendment made, AmendmentDetails details, Origin door) {
        id = made.id().value();
        requestKey = details.requestKey();
        request = details.requestKey() == null ? null : details.asked();
        origin = door;
        kind = made.kind();
        changeKind = made.changeKind();
        effectiveOn = made.effectiveOn();
        lineId = made.lineId() == null ? null : made.lineId().value();
        setsEnd = made.setsEnd();
        endsOn = made.endsOn();
        termEndsOn = made.termEndsOn();
        isAutoRenewing = made.isAutoRenewing();
        churnReason = made.churnReason();
        note = details.note();
        reversesAmendmentId = made.reverses() == null ? null : made.reverses().value();
        @Nullable LineTerms terms = made.terms();
        if (terms != null) {
            quantityE4 = terms.quantityE4();
            unitPriceE4 = terms.unitPrice().toE4();
            currency = terms.unitPrice().currency().getCurrencyCode();
            discountE6 = terms.discountE6();
            billingPeriodMonths = terms.billingPeriodMonths();
            isRecurring = terms.isRecurring();
        }
    }

    Amendment asRule() {
        return new Amendment(
                new AmendmentId(id),
                kind,
                changeKind,
                effectiveOn,
                lineId == null ? null : new ContractLineId(lineId),
                terms(),
                setsEnd,
                endsOn,
                termEndsOn,
                isAutoRenewing,
                churnReason,
                reversesAmendmentId == null ? null : new AmendmentId(reversesAmendmentId),
                reversedById == null);
    }

    private @Nullable LineTerms terms() {
        if (quantityE4 == null || unitPriceE4 == null || currency == null) {
            return null;
        }
        return new LineTerms(
                BigDecimal.valueOf(quantityE4, LineTerms.QUANTITY_SCALE),
                Money.ofE4(unitPriceE4, Currency.getInstance(currency)),
                BigDecimal.valueOf(Objects.requireNonNullElse(discountE6, 0), LineTerms.DISCOUNT_SCALE),
                Objects.requireNonNullElse(billingPeriodMonths, 1),
                Boolean.TRUE.equals(isRecurring));
    }
}
