package io.farol.pipeline.deal;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.farol.pipeline.account.AccountId;
import io.farol.pipeline.account.ContractId;
import io.farol.runtime.error.Language;
import io.farol.runtime.money.Money;
import io.farol.runtime.rest.Problem;
import io.farol.runtime.rest.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A deal as answered; fields as in {@link DealDetails}, and what follows from others.
 *
 * @param mrr expected change of MRR: of the lines, else as said; null when there is no amount at all
 * @param oneOff expected one-off value
 * @param daysInStage on the tenant's calendar
 * @param isStalled stands longer in its stage than is usual
 * @param isOverdue the day of its next step has passed
 * @param startsOn of a won deal: first day on which the sold terms hold
 * @param contractSyncReason why accounts-service refused
 * @param waivedRequirements what an import passed over
 * @param nextStages where it may go, with all that is missing for it; empty in lists
 * @param can what the caller may do with it now
 */
@Schema(name = "Deal")
record DealView(
        DealId id,
        Version etag,
        @Nullable String externalId,
        String title,
        DealType type,
        DealStage stage,
        @Nullable AccountId accountId,
        @Nullable String accountName,
        @Nullable ContractId contractId,
        @Nullable String hypothesis,
        @Nullable DealOrigin origin,
        @Nullable String originNote,
        @Nullable String ownerId,
        @Nullable String ownerName,
        @Nullable Money mrr,
        @Nullable Money oneOff,
        @Nullable Money expectedMrr,
        @Nullable Money oneOffValue,
        List<DealLine> lines,
        @Nullable LocalDate expectedCloseOn,
        @Nullable NextStep nextStep,
        List<NegotiationPoint> negotiationPoints,
        @Nullable Qualification qualification,
        @Nullable Confirmation confirmation,
        @Nullable Acceptance acceptance,
        Instant openedAt,
        Instant enteredStageAt,
        int daysInStage,
        boolean isStalled,
        boolean isOverdue,
        @Nullable Instant closedAt,
        @Nullable DealStage closedFrom,
        @Nullable LocalDate wonOn,
        @Nullable LocalDate startsOn,
        ContractSync contractSync,
        @Nullable String contractSyncReason,
        boolean isImported,
        List<WaivedRequirement> waivedRequirements,
        boolean isArchived,
        Instant createdAt,
        Instant updatedAt,
        List<NextStage> nextStages,
        List<DealAction> can,
        @JsonIgnore boolean hasOpenProposal) {

    /** A requirement that an import passed over. */
    @Schema(name = "WaivedRequirement")
    record WaivedRequirement(DealStage stage, String code) {
        static WaivedRequirement of(String stored) {
            String[] parts = stored.split(":", 2);
            return new WaivedRequirement(DealStage.valueOf(parts[0]), parts[1]);
        }
    }

    /** A stage that the deal may enter, and what is missing on the way. */
    @Schema(name = "NextStage")
    record NextStage(DealStage stage, List<Problem.ProblemFault> missing) {}

    /** Reads a row of {@link DealSql}; {@code nextStages} and {@code can} are empty. */
    static DealView of(ResultSet row) throws SQLException {
        @Nullable String code = row.getString("currency");
        @Nullable Currency currency = code == null ? null : Currency.getInstance(code);
        @Nullable String nextStepText = row.getString("next_step_text");
        @Nullable String framework = row.getString("framework");
        @Nullable String confirmedBy = row.getString("confirmed_by");
        @Nullable String acceptedBy = row.getString("accepted_by");
        @Nullable String lines = row.getString("lines");
        return new DealView(
                new DealId(row.getObject("id", UUID.class)),
                new Version(row.getLong("version")),
                row.getString("external_id"),
                row.getString("title"),
                DealType.valueOf(row.getString("type")),
                DealStage.valueOf(row.getString("stage")),
                row.getObject("account_id") == null ? null : new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("account_name"),
                row.getObject("contract_id") == null ? null : new ContractId(row.getObject("contract_id", UUID.class)),
                row.getString("hypothesis"),
                row.getString("origin") == null ? null : DealOrigin.valueOf(row.getString("origin")),
                row.getString("origin_note"),
                row.getString("owner_id"),
                row.getString("owner_name"),
                currency == null ? null : Money.ofE4(row.getLong("mrr_e4"), currency),
                currency == null ? null : Money.ofE4(row.getLong("one_off_e4"), currency),
                money(row, "said_mrr_e4", currency),
                money(row, "said_one_off_e4", currency),
                lines == null ? List.of() : DealLines.ofArray(DealJson.tree(lines)),
                row.getObject("expected_close_on", LocalDate.class),
                nextStepText == null
                        ? null
                        : new NextStep(nextStepText, row.getObject("next_step_on", LocalDate.class)),
                DealJson.points(row.getString("negotiation_points")),
                framework == null ? null : new Qualification(framework, DealJson.texts(row.getString("answers"))),
                confirmedBy == null
                        ? null
                        : new Confirmation(confirmedBy, row.getObject("confirmed_on", LocalDate.class)),
                acceptedBy == null
                        ? null
                        : new Acceptance(
                                AcceptanceMeans.valueOf(row.getString("accepted_means")),
                                row.getObject("accepted_on", LocalDate.class),
                                acceptedBy),
                instant(row, "opened_at"),
                instant(row, "entered_stage_at"),
                row.getInt("days_in_stage"),
                row.getBoolean("is_stalled"),
                row.getBoolean("is_overdue"),
                row.getObject("closed_at") == null ? null : instant(row, "closed_at"),
                row.getString("closed_from") == null ? null : DealStage.valueOf(row.getString("closed_from")),
                row.getObject("won_on", LocalDate.class),
                row.getObject("starts_on", LocalDate.class),
                ContractSync.valueOf(row.getString("contract_sync")),
                row.getString("contract_sync_reason"),
                row.getBoolean("is_imported"),
                List.of((String[]) row.getArray("waived").getArray()).stream()
                        .map(WaivedRequirement::of)
                        .toList(),
                row.getObject("archived_at") != null,
                instant(row, "created_at"),
                instant(row, "updated_at"),
                List.of(),
                List.of(),
                row.getBoolean("has_open_proposal"));
    }

    /** What the gates ask, without what a move would say. @param progress of its qualification @param hasContract whether it is clear which contract a win amends */
    GateFacts facts(@Nullable QualificationProgress progress, boolean hasContract) {
        return new GateFacts(
                accountId != null,
                hypothesis != null && !hypothesis.isBlank(),
                confirmation != null,
                progress,
                hasOpenProposal,
                !negotiationPoints.isEmpty(),
                nextStep != null,
                acceptance != null,
                expectedCloseOn != null,
                false,
                false,
                !lines.isEmpty(),
                hasContract);
    }

    /** With the ways out of its stage, in a reader's language. */
    DealView leadingTo(List<DealMoves.Move> moves, Language language) {
        List<NextStage> stages = moves.stream()
                .map(move -> new NextStage(
                        move.to(),
                        move.missing().stream()
                                .map(fault -> Problem.ProblemFault.of(fault, language))
                                .toList()))
                .toList();
        return with(stages, can);
    }

    DealView allowing(List<DealAction> actions) {
        return with(nextStages, actions);
    }

    private DealView with(List<NextStage> stages, List<DealAction> actions) {
        return new DealView(
                id,
                etag,
                externalId,
                title,
                type,
                stage,
                accountId,
                accountName,
                contractId,
                hypothesis,
                origin,
                originNote,
                ownerId,
                ownerName,
                mrr,
                oneOff,
                expectedMrr,
                oneOffValue,
                lines,
                expectedCloseOn,
                nextStep,
                negotiationPoints,
                qualification,
                confirmation,
                acceptance,
                openedAt,
                enteredStageAt,
                daysInStage,
                isStalled,
                isOverdue,
                closedAt,
                closedFrom,
                wonOn,
                startsOn,
                contractSync,
                contractSyncReason,
                isImported,
                waivedRequirements,
                isArchived,
                createdAt,
                updatedAt,
                stages,
                actions,
                hasOpenProposal);
    }

    private static @Nullable Money money(ResultSet row, String column, @Nullable Currency currency)
            throws SQLException {
        return currency == null || row.getObject(column) == null ? null : Money.ofE4(row.getLong(column), currency);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
