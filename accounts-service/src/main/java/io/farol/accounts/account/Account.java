package io.farol.accounts.account;

import io.farol.accounts.member.MemberId;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.money.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A customer company. Its attributes, group history and freezes are rows beside it, written under its lock and its version. */
@Entity
@Table(name = "account")
class Account {
    static final Duration RESTORABLE = Duration.ofDays(30);

    @TenantId
    @Column(name = "tenant_id")
    @Nullable
    String tenantId;

    @Id
    @Column(name = "id")
    UUID id = new UUID(0, 0);

    @Column(name = "version")
    long version = 1;

    @Column(name = "name")
    String name = "";

    @Column(name = "external_id")
    @Nullable
    String externalId;

    @Column(name = "tax_id")
    @Nullable
    String taxId;

    @Column(name = "sector")
    @Nullable
    String sector;

    @Column(name = "region")
    @Nullable
    String region;

    @Column(name = "country")
    @Nullable
    String country;

    @Column(name = "channel")
    @Nullable
    String channel;

    @Column(name = "seller_name")
    @Nullable
    String sellerName;

    @Column(name = "csm_id")
    @Nullable
    UUID csmId;

    @Column(name = "parent_account_id")
    @Nullable
    UUID parentAccountId;

    @Column(name = "employees")
    @Nullable
    Integer employees;

    @Column(name = "area_employees")
    @Nullable
    Integer areaEmployees;

    @Column(name = "annual_revenue_e4")
    @Nullable
    Long annualRevenueE4;

    @Column(name = "currency")
    @JdbcTypeCode(SqlTypes.CHAR)
    @Nullable
    String currency;

    @Column(name = "customer_since")
    @Nullable
    LocalDate customerSince;

    @Column(name = "activated_on")
    @Nullable
    LocalDate activatedOn;

    @Column(name = "tags")
    @JdbcTypeCode(SqlTypes.ARRAY)
    List<String> tags = List.of();

    @Column(name = "archived_at")
    @Nullable
    Instant archivedAt;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    Instant updatedAt = Instant.EPOCH;

    Account() {}

    void set(AccountDetails details) {
        @Nullable Money revenue = details.annualRevenue();
        name = details.name();
        externalId = details.externalId();
        taxId = details.taxId();
        sector = details.sector();
        region = details.region();
        country = details.country();
        channel = details.channel();
        sellerName = details.sellerName();
        csmId = details.csmId() == null ? null : details.csmId().value();
        parentAccountId = details.parentAccountId() == null
                ? null
                : details.parentAccountId().value();
        employees = details.employees();
        areaEmployees = details.areaEmployees();
        annualRevenueE4 = revenue == null ? null : Long.valueOf(revenue.toE4());
        currency = revenue == null ? null : revenue.currency().getCurrencyCode();
        customerSince = details.customerSince();
        activatedOn = details.activatedOn();
        tags = details.tags();
    }

    AccountDetails details(Map<String, String> attributes) {
        return new AccountDetails(
                name,
                externalId,
                taxId,
                sector,
                region,
                country,
                channel,
                sellerName,
                csmId == null ? null : new MemberId(csmId),
                parentAccountId == null ? null : new AccountId(parentAccountId),
                employees,
                areaEmployees,
                annualRevenueE4 == null || currency == null
                        ? null
                        : Money.ofE4(annualRevenueE4, Currency.getInstance(currency)),
                customerSince,
                activatedOn,
                tags,
                attributes,
                null);
    }

    void touch(Instant now) {
        version++;
        updatedAt = now;
    }

    void refuseWhenArchived() {
        if (archivedAt != null) {
            throw new DomainException(AccountError.ACCOUNT_ARCHIVED, "archived at " + archivedAt);
        }
    }

    void restore(Instant now) {
        if (archivedAt == null) {
            throw new DomainException(AccountError.ACCOUNT_NOT_ARCHIVED, "not archived");
        }
        if (archivedAt.plus(RESTORABLE).isBefore(now)) {
            throw new DomainException(
                    AccountError.ARCHIVED_TOO_LONG_AGO,
                    "archived at " + archivedAt,
                    Map.of("days", RESTORABLE.toDays()));
        }
        archivedAt = null;
    }
}
