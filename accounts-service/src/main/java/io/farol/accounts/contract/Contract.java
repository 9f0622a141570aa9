package io.farol.accounts.contract;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A contract as signed, and what its amendments made of its term. */
@Entity
@Table(name = "contract")
class Contract {
    static final int NOTICE_DAYS = 30;

    @TenantId
    @Column(name = "tenant_id")
    @Nullable
    String tenantId;

    @Id
    @Column(name = "id")
    UUID id = new UUID(0, 0);

    @Column(name = "version")
    long version = 1;

    @Column(name = "external_id")
    @Nullable
    String externalId;

    @Column(name = "account_id")
    UUID accountId = new UUID(0, 0);

    @Column(name = "signed_on")
    LocalDate signedOn = LocalDate.EPOCH;

    @Column(name = "term_starts_on")
    LocalDate termStartsOn = LocalDate.EPOCH;

    @Column(name = "signed_term_ends_on")
    @Nullable
    LocalDate signedTermEndsOn;

    @Column(name = "is_signed_auto_renewing")
    boolean isSignedAutoRenewing;

    @Column(name = "term_ends_on")
    @Nullable
    LocalDate termEndsOn;

    @Column(name = "is_auto_renewing")
    boolean isAutoRenewing;

    @Column(name = "is_term_from_lines")
    boolean isTermFromLines;

    @Column(name = "notice_days")
    int noticeDays = NOTICE_DAYS;

    @Column(name = "readjustment_index")
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    ReadjustmentIndex readjustmentIndex = ReadjustmentIndex.NONE;

    @Column(name = "anniversary_month")
    @Nullable
    Integer anniversaryMonth;

    @Column(name = "readjustment_lag_months")
    int readjustmentLagMonths;

    @Column(name = "readjustment_floor_e6")
    @Nullable
    Long readjustmentFloorE6;

    @Column(name = "readjustment_cap_e6")
    @Nullable
    Long readjustmentCapE6;

    @Column(name = "fixed_readjustment_e6")
    @Nullable
    Long fixedReadjustmentE6;

    @Column(name = "cancelled_on")
    @Nullable
    LocalDate cancelledOn;

    @Column(name = "churn_reason")
    @Nullable
    String churnReason;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    Instant updatedAt = Instant.EPOCH;

    Contract() {}

    void sign(ContractDetails details, Instant now) {
        Readjustment readjustment = Objects.requireNonNullElse(details.readjustment(), Readjustment.NONE);
        externalId = details.externalId();
        accountId = details.accountId().value();
        signedOn = details.signedOn() == null ? details.termStartsOn() : details.signedOn();
        termStartsOn = details.termStartsOn();
        signedTermEndsOn = details.termEndsOn();
        isSignedAutoRenewing = Boolean.TRUE.equals(details.isAutoRenewing());
        noticeDays = details.noticeDays() == null ? NOTICE_DAYS : details.noticeDays();
        readjustmentIndex = readjustment.index();
        anniversaryMonth = readjustment.anniversaryMonth();
        readjustmentLagMonths = readjustment.lagMonths() == null ? 0 : readjustment.lagMonths();
        readjustmentFloorE6 = Readjustment.toE6(readjustment.floor());
        readjustmentCapE6 = Readjustment.toE6(readjustment.cap());
        fixedReadjustmentE6 = Readjustment.toE6(readjustment.fixed());
        createdAt = now;
        updatedAt = now;
    }

    Readjustment readjustment() {
        return new Readjustment(
                readjustmentIndex,
                anniversaryMonth,
                readjustmentLagMonths,
                Readjustment.ofE6(readjustmentFloorE6),
                Readjustment.ofE6(readjustmentCapE6),
                Readjustment.ofE6(fixedReadjustmentE6));
    }

    ContractSchedule.SignedTerm signedTerm() {
        return new ContractSchedule.SignedTerm(termStartsOn, signedTermEndsOn, isSignedAutoRenewing, isTermFromLines);
    }

    /** Takes over what its lines and amendments amount to. */
    void follow(ContractSchedule schedule) {
        termStartsOn = schedule.termStartsOn();
        termEndsOn = schedule.termEndsOn();
        isAutoRenewing = schedule.isAutoRenewing();
        cancelledOn = schedule.cancelledOn();
        churnReason = schedule.churnReason();
    }

    void touch(Instant now) {
        version++;
        updatedAt = now;
    }
}
