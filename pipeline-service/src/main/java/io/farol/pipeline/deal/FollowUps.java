package io.farol.pipeline.deal;

import io.farol.runtime.audit.Actors;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.Version;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What was done about a deal, logged; each may set the next step anew. */
@ApplicationScoped
class FollowUps {
    static final Listing<FollowUp> LISTING = Listing.<FollowUp>from("follow_up f")
            .tenant("f.tenant_id")
            .id("f.id", FollowUpId.class)
            .where("f.deal_id = :deal")
            .select("f.id, f.done_on, f.text, f.recorded_by, f.recorded_at", (row, context) -> FollowUp.of(row))
            .build();

    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Deals deals;
    private final Lists lists;
    private final Actors actors;
    private final Clock clock;

    FollowUps(Jdbi jdbi, CurrentTenant tenant, Deals deals, Lists lists, Actors actors, Clock clock) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.deals = deals;
        this.lists = lists;
        this.actors = actors;
        this.clock = clock;
    }

    /**
     * What a client says about a follow-up.
     *
     * @param nextStep the deal's next step from now on; null = as it was
     */
    @Schema(name = "FollowUpRequest", examples = "{\"doneOn\":\"2026-04-02\",\"text\":\"Called the CFO\"}")
    record FollowUpDetails(
            LocalDate doneOn,
            @NotBlank @Size(max = 2000) String text,
            @Nullable NextStep nextStep) {}

    /** Something that was done. */
    @Schema(name = "FollowUp")
    record FollowUp(
            FollowUpId id,
            LocalDate doneOn,
            String text,
            @Nullable String recordedByName,
            Instant recordedAt) {
        static FollowUp of(ResultSet row) throws SQLException {
            return new FollowUp(
                    new FollowUpId(row.getObject("id", UUID.class)),
                    row.getObject("done_on", LocalDate.class),
                    row.getString("text"),
                    row.getString("recorded_by"),
                    row.getObject("recorded_at", OffsetDateTime.class).toInstant());
        }
    }

    /** A follow-up, and its deal after it. */
    record Logged(FollowUp followUp, DealView deal) {}

    @Transactional
    Page<FollowUp> page(DealId deal) {
        deals.get(deal);
        return lists.page(LISTING, Map.of("deal", deal.value()));
    }

    @Transactional
    Logged log(DealId dealId, @Nullable Version expected, FollowUpDetails details) {
        Deal deal = deals.locked(dealId, expected);
        deal.refuseWhenClosed();
        FollowUp followUp = new FollowUp(
                new FollowUpId(UuidV7.next()),
                details.doneOn(),
                details.text(),
                actors.current().name(),
                clock.instant());
        DealView after = deals.written(deal, "FOLLOWED_UP", it -> {
            insert(dealId, followUp);
            if (details.nextStep() != null) {
                it.nextStepText = details.nextStep().text();
                it.nextStepOn = details.nextStep().on();
            }
        });
        return new Logged(followUp, after);
    }

    private void insert(DealId deal, FollowUp followUp) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into follow_up (tenant_id, id, deal_id, done_on, text, recorded_by, recorded_at) values (:tenant, :id, :deal, :doneOn, :text, :by, :at)""")
                .bind("tenant", tenant.get().value())
                .bind("id", followUp.id().value())
                .bind("deal", deal.value())
                .bind("doneOn", followUp.doneOn())
                .bind("text", followUp.text())
                .bind("by", followUp.recordedByName())
                .bind("at", OffsetDateTime.ofInstant(followUp.recordedAt(), ZoneOffset.UTC))
                .execute());
    }
}
