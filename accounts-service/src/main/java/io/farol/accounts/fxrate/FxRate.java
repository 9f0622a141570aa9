package io.farol.accounts.fxrate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** What one unit of a currency is worth in the reporting currency from a day on. */
@Entity
@Table(name = "fx_rate")
class FxRate {
    @TenantId
    @Column(name = "tenant_id")
    @Nullable
    String tenantId;

    @Id
    @Column(name = "id")
    UUID id = new UUID(0, 0);

    @Column(name = "version")
    long version = 1;

    @Column(name = "currency")
    @JdbcTypeCode(SqlTypes.CHAR)
    String currency = "";

    @Column(name = "rated_on")
    LocalDate ratedOn = LocalDate.EPOCH;

    @Column(name = "rate", precision = 20, scale = 10)
    BigDecimal rate = BigDecimal.ONE;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    Instant updatedAt = Instant.EPOCH;

    FxRate() {}
}
