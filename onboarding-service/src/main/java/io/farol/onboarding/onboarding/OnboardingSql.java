package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.AccountId;
import io.farol.onboarding.account.ProductId;
import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.team.TeamCopy;
import java.time.Instant;
import java.time.LocalDate;

/** How onboardings are read: one statement for a whole view, the same for one and for lists. Needs the bind {@code :now}, lists and boards those of {@link OnboardingRepository#binds()}. */
public final class OnboardingSql {
    /** The onboarding, its account and the tenant's business day. */
    public static final String FROM = """
            onboarding o
            left join account_copy a on a.tenant_id = o.tenant_id and a.id = o.account_id
            left join product_copy r on r.tenant_id = o.tenant_id and r.id = o.product_id
            cross join lateral (select business_day(o.tenant_id, cast(:now as timestamptz)) as today) d""";

    /** Columns of a whole view. */
    public static final String COLUMNS = """
            o.*, a.name as account_name, r.name as product_name, d.today, cast(o.content as text) as content_text,
            (select cast(jsonb_agg(jsonb_build_object('phase', p.phase, 'state', p.state, 'ownerRole', p.owner_role, 'plannedStartsOn', p.planned_starts_on,
                                                      'plannedEndsOn', p.planned_ends_on, 'startedOn', p.started_on, 'endedOn', p.ended_on, 'skipReason', p.skip_reason,
                                                      'missing', '[]'::jsonb) order by p.ordinal) as text)
               from onboarding_phase p where p.tenant_id = o.tenant_id and p.onboarding_id = o.id) as phases,
            (select cast(jsonb_agg(jsonb_build_object('id', u.id, 'fromOn', u.from_on, 'untilOn', u.until_on, 'reason', u.reason) order by u.from_on, u.id) as text)
               from onboarding_pause u where u.tenant_id = o.tenant_id and u.onboarding_id = o.id) as pauses,
            (select cast(jsonb_agg(jsonb_build_object('id', s.id, 'kind', s.kind, 'title', s.title, 'isMandatory', s.is_mandatory, 'startsAt', s.starts_at,
                                                      'durationMinutes', s.duration_minutes, 'isConfirmed', s.is_confirmed, 'isHeld', s.is_held,
                                                      'invitedCount', s.invited_count, 'attendedCount', s.attended_count) order by s.starts_at nulls last, s.id) as text)
               from onboarding_session s where s.tenant_id = o.tenant_id and s.onboarding_id = o.id) as sessions""";

    static final String SELECT = "select " + COLUMNS + " from " + FROM + " where o.tenant_id = :tenant and ";

    private OnboardingSql() {}

    /** All onboardings. */
    static final class All {
        static final Listing<OnboardingView> LISTING = filtered(
                        Listing.<OnboardingView>from(FROM).tenant("o.tenant_id").id("o.id", OnboardingId.class))
                .select(COLUMNS, (row, context) -> OnboardingRow.of(row))
                .filter("state", Filter.of(OnboardingState.class, "o.state"))
                .range("startedOn", LocalDate.class, "o.started_on")
                .range("firstValueOn", LocalDate.class, "o.first_value_on")
                .range("updatedAt", Instant.class, "o.updated_at")
                .sortByTime("startedOn", LocalDate.class, "o.started_on")
                .sortByTime("updatedAt", Instant.class, "o.updated_at")
                .csv("id", OnboardingView::id)
                .csv("accountId", OnboardingView::accountId)
                .csv("accountName", OnboardingView::accountName)
                .csv("contractId", OnboardingView::contractId)
                .csv("productName", OnboardingView::productName)
                .csv("kind", OnboardingView::kind)
                .csv("phase", OnboardingView::phase)
                .csv("state", OnboardingView::state)
                .csv("ownerName", OnboardingView::ownerName)
                .csv("model", OnboardingView::model)
                .csv("teamKind", OnboardingView::teamKind)
                .csv("isPaid", OnboardingView::isPaid)
                .csv("startedOn", OnboardingView::startedOn)
                .csv("clockStartsOn", OnboardingView::clockStartsOn)
                .csv("grossDays", row -> row.clock().grossDays())
                .csv("pausedDays", row -> row.clock().pausedDays())
                .csv("netDays", row -> row.clock().netDays())
                .csv("firstValueMilestone", OnboardingView::firstValueMilestone)
                .csv("firstValueOn", OnboardingView::firstValueOn)
                .csv("plannedFirstValueOn", OnboardingView::plannedFirstValueOn)
                .csv("activationState", OnboardingView::activationState)
                .csv("playbookName", OnboardingView::playbookName)
                .csv("endedOn", OnboardingView::endedOn)
                .csv("endReason", OnboardingView::endReason)
                .build();

        private All() {}
    }

    /** The filters that lists and boards share: the account's, and what an onboarding is about. */
    public static <T> Listing.Builder<T> filtered(Listing.Builder<T> listing) {
        return listing.where("cast(:login as text) is not null")
                .filter("accountId", Filter.of(AccountId.class, "o.account_id"))
                .filter("product", Filter.of(ProductId.class, "o.product_id"))
                .filter("kind", Filter.of(OnboardingKind.class, "o.kind"))
                .filter("phase", Filter.of(OnboardingPhase.class, "o.phase"))
                .filter("ownerName", Filter.text("o.owner_name"))
                .filter(
                        "csm",
                        Filter.text(TeamCopy.chosen(
                                        "a",
                                        "lower(o.owner_name) in (lower(m.name), m.user_key)",
                                        "lower(o.owner_name) = lower(:login)"))
                                .about(
                                        "Id of a member: onboardings of the accounts that he looks after, and those that he answers for; me = the caller."))
                .filter("activationState", Filter.of(ActivationState.class, "o.activation_state"))
                .filter("sector", Filter.text("a.sector"))
                .filter("region", Filter.text("a.region"))
                .filter("country", Filter.text("a.country"))
                .filter("channel", Filter.text("a.channel"))
                .filter("seller", Filter.text("a.seller_name"))
                .filter("touch", Filter.text("a.touch"))
                .filter("tag", Filter.text("a.tags && :values"))
                .filter("attr.*", Filter.text("a.attributes->>:key = any(:values)"));
    }
}
