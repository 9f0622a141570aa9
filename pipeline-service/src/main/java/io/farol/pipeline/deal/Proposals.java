package io.farol.pipeline.deal;

import io.farol.pipeline.account.AccountCopies;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.Version;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** What is offered to a client in writing: numbered, in versions, until a day. They belong to their deal and are written under its lock and its version. */
@ApplicationScoped
class Proposals {
    static final Listing<ProposalView> LISTING = Listing.<ProposalView>from("proposal p")
            .tenant("p.tenant_id")
            .id("p.id", ProposalId.class)
            .where("p.deal_id = :deal and cast(:today as date) is not null")
            .select(ProposalView.COLUMNS, (row, context) -> ProposalView.of(row))
            .build();

    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Deals deals;
    private final DealChecks checks;
    private final AccountCopies accounts;
    private final Lists lists;
    private final Clock clock;

    Proposals(
            Jdbi jdbi,
            CurrentTenant tenant,
            Deals deals,
            DealChecks checks,
            AccountCopies accounts,
            Lists lists,
            Clock clock) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.deals = deals;
        this.checks = checks;
        this.accounts = accounts;
        this.lists = lists;
        this.clock = clock;
    }

    /** A proposal, and its deal after the write. */
    record Written(ProposalView proposal, DealView deal) {}

    @Transactional
    Page<ProposalView> page(DealId deal) {
        deals.get(deal);
        return lists.page(
                LISTING,
                Map.of("deal", deal.value(), "today", accounts.calendar().today()));
    }

    @Transactional
    ProposalView get(DealId deal, ProposalId id) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + ProposalView.COLUMNS
                                + " from proposal p where p.tenant_id = :tenant and p.deal_id = :deal and p.id = :id")
                        .bind("tenant", tenant.get().value())
                        .bind("deal", deal.value())
                        .bind("id", id.value())
                        .bind("today", accounts.calendar().today())
                        .map((row, context) -> ProposalView.of(row))
                        .findOne())
                .orElseThrow(DomainException::notFound);
    }

    @Transactional
    Written create(DealId dealId, @Nullable Version expected, ProposalDetails wanted) {
        Deal deal = deals.locked(dealId, expected);
        deal.refuseWhenClosed();
        ProposalDetails offered = withLines(dealId, wanted);
        ProposalId id = new ProposalId(UuidV7.next());
        DealView after = deals.written(
                deal,
                "PROPOSED",
                it -> jdbi.useHandle(handle -> bound(handle.createUpdate("""
                                insert into proposal (tenant_id, id, deal_id, number, version, lines, mrr_e4, one_off_e4, currency, expires_on, document_url, sent_to, sent_at, created_at)
                                values (:tenant, :id, :deal, :number,
                                        1 + (select coalesce(max(version), 0) from proposal where tenant_id = :tenant and deal_id = :deal and number = :number),
                                        cast(:lines as jsonb), :mrrE4, :oneOffE4, :currency, :expiresOn, :documentUrl, :sentTo, :sentAt, :now)"""), dealId, id, offered)
                        .bind("now", at(clock.instant()))
                        .execute()));
        return new Written(get(dealId, id), after);
    }

    /** Changes a proposal that was not sent, such as by sending it. */
    @Transactional
    Written change(DealId dealId, ProposalId id, @Nullable Version expected, MergePatch<ProposalDetails> patch) {
        Deal deal = deals.locked(dealId, expected);
        deal.refuseWhenClosed();
        ProposalView before = get(dealId, id);
        if (before.sentAt() != null) {
            throw new DomainException(DealError.PROPOSAL_SENT, "sent at " + before.sentAt());
        }
        ProposalDetails offered = withLines(dealId, patch.mergedInto(before.details()));
        if (!offered.number().equals(before.number())) {
            throw DomainException.invalid(
                    List.of(Fault.at("/number", io.farol.runtime.error.PlatformError.INVALID_VALUE)));
        }
        DealView after = deals.written(
                deal,
                offered.sentAt() == null ? "PROPOSAL_CHANGED" : "PROPOSAL_SENT",
                it -> jdbi.useHandle(handle ->
                        bound(handle.createUpdate("""
                                update proposal set lines = cast(:lines as jsonb), mrr_e4 = :mrrE4, one_off_e4 = :oneOffE4, currency = :currency, expires_on = :expiresOn,
                                       document_url = :documentUrl, sent_to = :sentTo, sent_at = :sentAt
                                 where tenant_id = :tenant and id = :id and deal_id = :deal and number = :number"""), dealId, id, offered).execute()));
        return new Written(get(dealId, id), after);
    }

    private ProposalDetails withLines(DealId deal, ProposalDetails wanted) {
        List<DealLine> offered = wanted.lines().isEmpty() ? deals.get(deal).lines() : wanted.lines();
        if (offered.isEmpty()) {
            throw DomainException.invalid(List.of(Fault.at("/lines", DealError.NO_LINES)));
        }
        if (!wanted.lines().isEmpty()) {
            checks.checkLines(deals.get(deal).accountId(), offered);
        }
        return new ProposalDetails(
                wanted.number(), offered, wanted.expiresOn(), wanted.documentUrl(), wanted.sentTo(), wanted.sentAt());
    }

    private Update bound(Update statement, DealId deal, ProposalId id, ProposalDetails offered) {
        DealFigures figures = checks.figures(offered.lines());
        UUID proposal = id.value();
        return statement
                .bind("tenant", tenant.get().value())
                .bind("id", proposal)
                .bind("deal", deal.value())
                .bind("number", offered.number())
                .bind("lines", DealLines.json(offered.lines()))
                .bind("mrrE4", figures.mrrE4())
                .bind("oneOffE4", figures.oneOffE4())
                .bind(
                        "currency",
                        offered.lines().getFirst().unitPrice().currency().getCurrencyCode())
                .bind("expiresOn", offered.expiresOn())
                .bind("documentUrl", offered.documentUrl())
                .bind("sentTo", offered.sentTo())
                .bind("sentAt", offered.sentAt() == null ? null : at(offered.sentAt()));
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
