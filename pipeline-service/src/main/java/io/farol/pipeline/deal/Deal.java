package io.farol.pipeline.deal;

import io.farol.pipeline.account.AccountId;
import io.farol.pipeline.account.ContractId;
import io.farol.pipeline.qualification.BuiltInFramework;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.money.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A deal. Its lines, proposals, follow-ups, stage changes and contract tasks are rows beside it, written under its lock and its version. */
@Entity
@Table(name = "deal")
class Deal {
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
    @Nullable
    UUID accountId;

    @Column(name = "contract_id")
    @Nullable
    UUID contractId;

    @Column(name = "type")
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    DealType type = DealType.UPSELL;

    @Column(name = "stage")
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    DealStage stage = DealStage.EXPAND_MAP;

    @Column(name = "title")
    String title = "";

    @Column(name = "hypothesis")
    @Nullable
    String hypothesis;

    @Column(name = "origin")
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Nullable
    DealOrigin origin;

    @Column(name = "origin_note")
    @Nullable
    String originNote;

    @Column(name = "owner_id")
    @Nullable
    String ownerId;

    @Column(name = "owner_name")
    @Nullable
    String ownerName;

    @Column(name = "said_mrr_e4")
    @Nullable
    Long saidMrrE4;

    @Column(name = "said_one_off_e4")
    @Nullable
    Long saidOneOffE4;

    @Column(name = "currency")
    @JdbcTypeCode(SqlTypes.CHAR)
    @Nullable
    String currency;

    @Column(name = "mrr_e4")
    long mrrE4;

    @Column(name = "one_off_e4")
    long oneOffE4;

    @Column(name = "expected_close_on")
    @Nullable
    LocalDate expectedCloseOn;

    @Column(name = "next_step_text")
    @Nullable
    String nextStepText;

    @Column(name = "next_step_on")
    @Nullable
    LocalDate nextStepOn;

    @Column(name = "negotiation_points")
    String negotiationPoints = "[]";

    @Column(name = "framework")
    @Nullable
    String framework;

    /** The framework where it is the tenant's own, so that a foreign key can hold it. */
    @Column(name = "own_framework")
    @Nullable
    String ownFramework;

    @Column(name = "answers")
    String answers = "{}";

    @Column(name = "confirmed_by")
    @Nullable
    String confirmedBy;

    @Column(name = "confirmed_on")
    @Nullable
    LocalDate confirmedOn;

    @Column(name = "accepted_by")
    @Nullable
    String acceptedBy;

    @Column(name = "accepted_on")
    @Nullable
    LocalDate acceptedOn;

    @Column(name = "accepted_means")
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Nullable
    AcceptanceMeans acceptedMeans;

    @Column(name = "opened_at")
    Instant openedAt = Instant.EPOCH;

    @Column(name = "entered_stage_at")
    Instant enteredStageAt = Instant.EPOCH;

    @Column(name = "closed_at")
    @Nullable
    Instant closedAt;

    @Column(name = "closed_from")
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Nullable
    DealStage closedFrom;

    @Column(name = "won_on")
    @Nullable
    LocalDate wonOn;

    @Column(name = "starts_on")
    @Nullable
    LocalDate startsOn;

    @Column(name = "rank")
    long rank;

    @Column(name = "contract_sync")
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    ContractSync contractSync = ContractSync.NOT_APPLICABLE;

    @Column(name = "contract_sync_reason")
    @Nullable
    String contractSyncReason;

    @Column(name = "archived_at")
    @Nullable
    Instant archivedAt;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    Instant updatedAt = Instant.EPOCH;

    Deal() {}

    /** @param figures what the lines are worth, else what is said */
    void set(DealDetails details, DealFigures figures) {
        @Nullable Money saidMrr = details.expectedMrr();
        @Nullable Money saidOneOff = details.oneOffValue();
        @Nullable NextStep step = details.nextStep();
        @Nullable Qualification qualification = details.qualification();
        title = details.title();
        type = details.type();
        externalId = details.externalId();
        accountId = details.accountId() == null ? null : details.accountId().value();
        contractId = details.contractId() == null ? null : details.contractId().value();
        hypothesis = details.hypothesis();
        origin = details.origin();
        originNote = details.originNote();
        ownerId = details.ownerId();
        ownerName = details.ownerName();
        saidMrrE4 = saidMrr == null ? null : Long.valueOf(saidMrr.toE4());
        saidOneOffE4 = saidOneOff == null ? null : Long.valueOf(saidOneOff.toE4());
        currency = details.currency().map(Currency::getCurrencyCode).orElse(null);
        mrrE4 = figures.mrrE4();
        oneOffE4 = figures.oneOffE4();
        expectedCloseOn = details.expectedCloseOn();
        nextStepText = step == null ? null : step.text();
        nextStepOn = step == null ? null : step.on();
        negotiationPoints = DealJson.write(details.negotiationPoints());
        framework = qualification == null ? null : qualification.framework();
        ownFramework = framework == null || BuiltInFramework.of(framework).isPresent() ? null : framework;
        answers = qualification == null ? "{}" : DealJson.write(qualification.answers());
    }

    DealDetails details(List<DealLine> lines) {
        return new DealDetails(
                title,
                type,
                externalId,
                accountId == null ? null : new AccountId(accountId),
                hypothesis,
                origin,
                originNote,
                ownerId,
                ownerName,
                contractId == null ? null : new ContractId(contractId),
                money(saidMrrE4),
                money(saidOneOffE4),
                expectedCloseOn,
                nextStepText == null || nextStepOn == null ? null : new NextStep(nextStepText, nextStepOn),
                DealJson.points(negotiationPoints),
                framework == null ? null : new Qualification(framework, DealJson.texts(answers)),
                lines);
    }

    private @Nullable Money money(@Nullable Long amountE4) {
        return amountE4 == null || currency == null ? null : Money.ofE4(amountE4, Currency.getInstance(currency));
    }

    void touch(Instant now) {
        version++;
        updatedAt = now;
    }

    void refuseWhenArchived() {
        if (archivedAt != null) {
            throw new DomainException(DealError.DEAL_ARCHIVED, "archived at " + archivedAt);
        }
    }

    void refuseWhenClosed() {
        refuseWhenArchived();
        if (!stage.isOpen()) {
            throw new DomainException(DealError.DEAL_CLOSED, "it stands in " + stage);
        }
    }

    /** Stands in another stage from now on; what was said to enter a stage is forgotten when the deal goes back before it. */
    void moveTo(DealStage to, Instant now, LocalDate today) {
        DealStage from = stage;
        stage = to;
        enteredStageAt = now;
        if (to.isOpen()) {
            closedAt = null;
            closedFrom = null;
            wonOn = null;
            startsOn = null;
        } else {
            closedAt = now;
            closedFrom = from;
            wonOn = to == DealStage.EXPAND_WON ? today : null;
        }
        if (to.isOpen() && to.ordinal() < DealStage.OPPORTUNITY.ordinal()) {
            confirmedBy = null;
            confirmedOn = null;
        }
        if (to.isOpen() && to.ordinal() < DealStage.FORECAST.ordinal()) {
            acceptedBy = null;
            acceptedOn = null;
            acceptedMeans = null;
        }
    }
}
