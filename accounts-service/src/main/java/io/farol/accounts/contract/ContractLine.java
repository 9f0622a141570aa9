package io.farol.accounts.contract;

import io.farol.accounts.product.ProductId;
import io.farol.runtime.money.Money;
import io.farol.runtime.money.Ratio;
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
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A line as first agreed; never changed after. */
@Entity
@Table(name = "contract_line")
class ContractLine {
    @TenantId
    @Column(name = "tenant_id")
    @Nullable
    String tenantId;

    @Id
    @Column(name = "id")
    UUID id = new UUID(0, 0);

    @Column(name = "contract_id")
    UUID contractId = new UUID(0, 0);

    @Column(name = "external_id")
    @Nullable
    String externalId;

    @Column(name = "product_id")
    UUID productId = new UUID(0, 0);

    @Column(name = "starts_on")
    LocalDate startsOn = LocalDate.EPOCH;

    @Column(name = "ends_on")
    @Nullable
    LocalDate endsOn;

    @Column(name = "quantity_e4")
    long quantityE4;

    @Column(name = "unit_price_e4")
    long unitPriceE4;

    @Column(name = "currency")
    @JdbcTypeCode(SqlTypes.CHAR)
    String currency = "";

    @Column(name = "discount_e6")
    int discountE6;

    @Column(name = "billing_period_months")
    int billingPeriodMonths = 1;

    @Column(name = "is_recurring")
    boolean isRecurring;

    @Column(name = "change_kind")
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Nullable
    ChangeKind changeKind;

    @Column(name = "added_by_amendment_id")
    @Nullable
    UUID addedByAmendmentId;

    /** What the row said that an import brought or changed it by last; null = none did. */
    @Column(name = "imported_hash", insertable = false, updatable = false)
    byte @Nullable [] importedHash;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    ContractLine() {}

    void agree(LineTerms terms, LocalDate from, @Nullable LocalDate until) {
        startsOn = from;
        endsOn = until;
        quantityE4 = terms.quantityE4();
        unitPriceE4 = terms.unitPrice().toE4();
        currency = terms.unitPrice().currency().getCurrencyCode();
        discountE6 = terms.discountE6();
        billingPeriodMonths = terms.billingPeriodMonths();
        isRecurring = terms.isRecurring();
    }

    /** As a client would have to say it. */
    LineDetails details() {
        LineTerms terms = agreed().terms();
        return new LineDetails(
                externalId,
                new ProductId(productId),
                terms.quantity(),
                terms.unitPrice(),
                new Ratio(terms.discount()),
                terms.billingPeriodMonths(),
                terms.isRecurring(),
                startsOn,
                endsOn);
    }

    AgreedLine agreed() {
        return new AgreedLine(
                new ContractLineId(id),
                startsOn,
                endsOn,
                new LineTerms(
                        BigDecimal.valueOf(quantityE4, LineTerms.QUANTITY_SCALE),
                        Money.ofE4(unitPriceE4, Currency.getInstance(currency)),
                        BigDecimal.valueOf(discountE6, LineTerms.DISCOUNT_SCALE),
                        billingPeriodMonths,
                        isRecurring),
                changeKind,
                addedByAmendmentId == null ? null : new AmendmentId(addedByAmendmentId));
    }
}
