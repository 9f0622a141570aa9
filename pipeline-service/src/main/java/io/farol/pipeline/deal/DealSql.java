package io.farol.pipeline.deal;

import io.farol.pipeline.account.AccountId;
import io.farol.pipeline.account.ProductId;
import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.team.TeamCopy;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How deals are read: one statement for a whole view, the same for one deal, for lists and for the board. Needs the binds of {@link DealRepository#binds()}. */
public final class DealSql {
    /** The deal and what is known of its account. */
    public static final String FROM =
            "deal d left join account_copy a on a.tenant_id = d.tenant_id and a.id = d.account_id";

    /** Whole days since it entered its stage, on the tenant's calendar. */
    public static final String DAYS_IN_STAGE = "(:today - cast(d.entered_stage_at at time zone :zone as date))";

    private static final String IS_OPEN = "d.closed_at is null";

    /** Stands longer in its stage than is usual. */
    public static final String IS_STALLED = "(" + IS_OPEN + " and " + DAYS_IN_STAGE + " > "
            + cases(stage -> stage.isOpen() ? stage.usualDays() : Integer.MAX_VALUE) + ")";

    /** The day of its next step has passed. */
    public static final String IS_OVERDUE = "(" + IS_OPEN + " and coalesce(d.next_step_on < :today, false))";

    /** Expected MRR by the stated chance of its stage, in 1/10,000. */
    public static final String WEIGHTED_MRR_E4 = "(d.mrr_e4 * " + cases(DealStage::priorPercent) + " / 100)";

    static final String COLUMNS = """
            d.id, d.version, d.external_id, d.account_id, a.name as account_name, d.contract_id, d.type, d.stage, d.title, d.hypothesis, d.origin, d.origin_note, d.owner_id, d.owner_name,
            d.said_mrr_e4, d.said_one_off_e4, d.currency, d.mrr_e4, d.one_off_e4, d.expected_close_on, d.next_step_text, d.next_step_on, d.negotiation_points, d.framework, d.answers,
            d.confirmed_by, d.confirmed_on, d.accepted_by, d.accepted_on, d.accepted_means, d.opened_at, d.entered_stage_at, d.closed_at, d.closed_from, d.won_on, d.starts_on,
            d.contract_sync, d.contract_sync_reason, d.is_imported, d.waived, d.archived_at, d.created_at, d.updated_at,
            (select cast(jsonb_agg(%s order by l.number) as text) from deal_line l where l.tenant_id = d.tenant_id and l.deal_id = d.id) as lines,
            exists (select 1 from proposal p where p.tenant_id = d.tenant_id and p.deal_id = d.id and p.sent_at is not null and p.expires_on >= :today) as has_open_proposal,
            %s as days_in_stage, %s as is_stalled, %s as is_overdue""".formatted(DealLines.AS_JSON, DAYS_IN_STAGE, IS_STALLED, IS_OVERDUE);

    static final String SELECT = "select " + COLUMNS + " from " + FROM
            + " where d.tenant_id = :tenant and cast(:me as text) is not null and cast(:login as text) is not null and ";

    private DealSql() {}

    /** The deals that are not archived. */
    static final class Present {
        static final Listing<DealView> LISTING = filtered(
                        Listing.<DealView>from(FROM).select(COLUMNS, (row, context) -> DealView.of(row)))
                .filter("stage", Filter.of(DealStage.class, "d.stage"))
                .range("mrr", BigDecimal.class, "d.mrr_e4")
                .range("openedAt", Instant.class, "d.opened_at")
                .range("closedAt", Instant.class, "d.closed_at")
                .sortByText("title", "d.search_key")
                .sortByNumber("mrr", "d.mrr_e4")
                .sortByTime("expectedCloseOn", LocalDate.class, "coalesce(d.expected_close_on, date '9999-12-31')")
                .sortByTime("enteredStageAt", Instant.class, "d.entered_stage_at")
                .sortByTime("nextStepOn", LocalDate.class, "coalesce(d.next_step_on, date '9999-12-31')")
                .csv("id", DealView::id)
                .csv("externalId", DealView::externalId)
                .csv("title", DealView::title)
                .csv("type", DealView::type)
                .csv("stage", DealView::stage)
                .csv("accountId", DealView::accountId)
                .csv("accountName", DealView::accountName)
                .csv("contractId", DealView::contractId)
                .csv("hypothesis", DealView::hypothesis)
                .csv("origin", DealView::origin)
                .csv("ownerName", DealView::ownerName)
                .csv("mrr", DealView::mrr)
                .csv("oneOff", DealView::oneOff)
                .csv("currency", deal -> Listing.currency(deal.mrr()))
                .csv("expectedCloseOn", DealView::expectedCloseOn)
                .csv(
                        "nextStepText",
                        deal -> deal.nextStep() == null ? null : deal.nextStep().text())
                .csv(
                        "nextStepOn",
                        deal -> deal.nextStep() == null ? null : deal.nextStep().on())
                .csv("openedAt", DealView::openedAt)
                .csv("enteredStageAt", DealView::enteredStageAt)
                .csv("daysInStage", DealView::daysInStage)
                .csv("isStalled", DealView::isStalled)
                .csv("isOverdue", DealView::isOverdue)
                .csv("closedAt", DealView::closedAt)
                .csv("wonOn", DealView::wonOn)
                .csv("startsOn", DealView::startsOn)
                .csv("contractSync", DealView::contractSync)
                .build();

        private Present() {}
    }

    /** By what deals are chosen, in lists and on the board alike. */
    public static <T> Listing.Builder<T> filtered(Listing.Builder<T> listing) {
        return listing.tenant("d.tenant_id")
                .id("d.id", DealId.class)
                .where("d.archived_at is null")
                .where(
                        "cast(:today as date) is not null and cast(:zone as text) is not null and cast(:me as text) is not null and cast(:login as text) is not null")
                .filter("type", Filter.of(DealType.class, "d.type"))
                .filter("externalId", Filter.text("d.external_id"))
                .filter("origin", Filter.of(DealOrigin.class, "d.origin"))
                .filter("contractSync", Filter.of(ContractSync.class, "d.contract_sync"))
                .filter("accountId", Filter.of(AccountId.class, "d.account_id"))
                .filter(
                        "csm",
                        Filter.text(TeamCopy.chosen("a", "m.user_key = lower(d.owner_name)", "d.owner_id = :me"))
                                .about(
                                        "Id of a member: deals of the accounts that he looks after, and those that he owns; me = the caller."))
                .filter(
                        "ownerId",
                        Filter.text("d.owner_id = any(array_replace(:values, 'me', :me))")
                                .about("Id of the owner at the identity provider; me = the caller."))
                .filter("sector", Filter.text("a.sector"))
                .filter("region", Filter.text("a.region"))
                .filter("country", Filter.text("a.country"))
                .filter("channel", Filter.text("a.channel"))
                .filter("seller", Filter.text("a.seller_name"))
                .filter("tag", Filter.text("a.tags && :values"))
                .filter(
                        "product",
                        Filter.of(
                                        ProductId.class,
                                        "exists (select 1 from deal_line l where l.tenant_id = d.tenant_id and l.deal_id = d.id and l.product_id = any(:values))")
                                .about("Deals that sell the product."))
                .filter("attr.*", Filter.text("a.attributes ->> :key = any(:values)"))
                .range("expectedCloseOn", LocalDate.class, "d.expected_close_on")
                .search("d.search_key");
    }

    private static String cases(java.util.function.ToIntFunction<DealStage> number) {
        return Arrays.stream(DealStage.values())
                .map(stage -> "when '" + stage.name() + "' then " + number.applyAsInt(stage))
                .collect(Collectors.joining(" ", "case d.stage ", " end"));
    }
}
