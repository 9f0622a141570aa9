package io.farol.accounts.product;

import io.farol.runtime.money.Money;
import io.farol.runtime.money.Ratio;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** What is sold. */
@Entity
@Table(name = "product")
class Product {
    @TenantId
    @Column(name = "tenant_id")
    @Nullable
    String tenantId;

    @Id
    @Column(name = "id")
    UUID id = new UUID(0, 0);

    @Column(name = "version")
    long version = 1;

    @Column(name = "code")
    String code = "";

    @Column(name = "name")
    String name = "";

    @Column(name = "kind")
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    ProductKind kind = ProductKind.PLAN;

    @Column(name = "solution_area")
    @Nullable
    String solutionArea;

    @Column(name = "list_price_e4")
    @Nullable
    Long listPriceE4;

    @Column(name = "currency")
    @JdbcTypeCode(SqlTypes.CHAR)
    @Nullable
    String currency;

    @Column(name = "unit")
    @Nullable
    String unit;

    @Column(name = "embedded_tax_rate_e6")
    @Nullable
    Integer embeddedTaxRateE6;

    @Column(name = "is_active")
    boolean isActive = true;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    Instant updatedAt = Instant.EPOCH;

    Product() {}

    void set(ProductDetails details) {
        @Nullable Money price = details.listPrice();
        code = details.requiredCode();
        name = details.name().strip();
        kind = details.kind();
        solutionArea = details.solutionArea();
        listPriceE4 = price == null ? null : Long.valueOf(price.toE4());
        currency = price == null ? null : price.currency().getCurrencyCode();
        unit = details.unit();
        embeddedTaxRateE6 = details.embeddedTaxRateE6();
        isActive = Boolean.TRUE.equals(details.isActive());
    }

    ProductDetails details() {
        return new ProductDetails(code, name, kind, solutionArea, price(), unit, embeddedTaxRate(), isActive);
    }

    @Nullable
    Ratio embeddedTaxRate() {
        return embeddedTaxRateE6 == null ? null : ProductDetails.embeddedTaxRate(embeddedTaxRateE6);
    }

    @Nullable
    Money price() {
        return listPriceE4 == null || currency == null ? null : Money.ofE4(listPriceE4, Currency.getInstance(currency));
    }
}
