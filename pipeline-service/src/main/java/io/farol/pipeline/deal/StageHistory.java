package io.farol.pipeline.deal;

import io.farol.runtime.audit.Actors;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Every stage that a deal entered, when, by whom and why; only ever appended. */
@ApplicationScoped
class StageHistory {
    static final Listing<Entry> LISTING = Listing.<Entry>from("stage_change c")
            .tenant("c.tenant_id")
            .id("c.id", StageChangeId.class)
            .where("c.deal_id = :deal")
            .select(
                    "c.id, c.from_stage, c.to_stage, c.reasons, c.reason, c.note, c.changed_at, c.changed_by",
                    (row, context) -> Entry.of(row))
            .build();

    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Actors actors;
    private final Clock clock;

    StageHistory(Jdbi jdbi, CurrentTenant tenant, Actors actors, Clock clock) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.actors = actors;
        this.clock = clock;
    }

    /**
     * One change of stage.
     *
     * @param fromStage null = the deal was opened in {@code toStage}
     * @param reasons codes: of {@link WinReason} or {@link LossReason}
     * @param reason of going back, dismissing and reopening
     */
    @Schema(name = "StageChange")
    record Entry(
            StageChangeId id,
            @Nullable DealStage fromStage,
            DealStage toStage,
            List<String> reasons,
            @Nullable String reason,
            @Nullable String note,
            Instant changedAt,
            @Nullable String changedByName) {
        static Entry of(ResultSet row) throws SQLException {
            @Nullable String from = row.getString("from_stage");
            return new Entry(
                    new StageChangeId(row.getObject("id", UUID.class)),
                    from == null ? null : DealStage.valueOf(from),
                    DealStage.valueOf(row.getString("to_stage")),
                    List.of((String[]) row.getArray("reasons").getArray()),
                    row.getString("reason"),
                    row.getString("note"),
                    row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                    row.getString("changed_by"));
        }
    }

    void opened(DealId deal, DealStage stage) {
        append(deal, null, stage, List.of(), null, null);
    }

    Entry append(
            DealId deal,
            @Nullable DealStage from,
            DealStage to,
            List<String> reasons,
            @Nullable String reason,
            @Nullable String note) {
        Entry entry = new Entry(
                new StageChangeId(UuidV7.next()),
                from,
                to,
                reasons,
                reason,
                note,
                clock.instant(),
                actors.current().name());
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into stage_change (tenant_id, id, deal_id, from_stage, to_stage, reasons, reason, note, changed_at, changed_by)
                        values (:tenant, :id, :deal, :from, :to, :reasons, :reason, :note, :at, :by)""")
                .bind("tenant", tenant.get().value())
                .bind("id", entry.id().value())
                .bind("deal", deal.value())
                .bind("from", from == null ? null : from.name())
                .bind("to", to.name())
                .bindArray("reasons", String.class, reasons)
                .bind("reason", reason)
                .bind("note", note)
                .bind("at", OffsetDateTime.ofInstant(entry.changedAt(), ZoneOffset.UTC))
                .bind("by", entry.changedByName())
                .execute());
        return entry;
    }
}
