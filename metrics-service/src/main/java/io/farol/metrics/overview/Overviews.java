package io.farol.metrics.overview;

import io.farol.metrics.deal.OpenDeals;
import io.farol.metrics.deal.OpenDeals.OpenDeal;
import io.farol.metrics.movement.MovementView;
import io.farol.metrics.movement.Movements;
import io.farol.metrics.onboarding.Onboardings;
import io.farol.metrics.onboarding.OverviewOnboarding;
import io.farol.metrics.viewpoint.AccountFilters;
import io.farol.metrics.viewpoint.AccountId;
import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.metrics.viewpoint.Viewpoints;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.feed.Freshness;
import io.farol.runtime.feed.SourceFreshness;
import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.Page;
import io.farol.runtime.tenant.OneSnapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers the account table and the page of one account, from this service's own projections alone. {@link TodaysRows} come first. */
@ApplicationScoped
class Overviews {
    static final Listing<AccountRow> LISTING = listing();

    private static final int LATEST_MOVEMENTS = 50;

    /** Of what can be a product's id; the rest finds nothing. */
    private static final String UUID_SHAPE = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";

    private static final String NEVER = "date '9999-12-31'";

    private final Lists lists;
    private final Movements movements;
    private final Viewpoints viewpoints;
    private final OpenDeals openDeals;
    private final Onboardings onboardings;
    private final Freshness freshness;
    private final AccountFilters accountFilters;
    private final UriInfo uri;

    Overviews(
            Lists lists,
            Movements movements,
            Viewpoints viewpoints,
            OpenDeals openDeals,
            Onboardings onboardings,
            Freshness freshness,
            AccountFilters accountFilters,
            UriInfo uri) {
        this.lists = lists;
        this.movements = movements;
        this.viewpoints = viewpoints;
        this.openDeals = openDeals;
        this.onboardings = onboardings;
        this.freshness = freshness;
        this.accountFilters = accountFilters;
        this.uri = uri;
    }

    /** A page of the account table, and from where it is seen. */
    record Table(Page<AccountRow> page, Viewpoint viewpoint, List<SourceFreshness> freshness) {}

    /** One account: its row, and its latest movements, newest first. */
    record Overview(
            AccountRow account,
            @Nullable String cluster,
            List<MovementView> movements,
            List<OpenDeal> openDeals,
            @Nullable OverviewOnboarding onboarding,
            List<SourceFreshness> freshness) {}

    @OneSnapshot
    @Transactional
    Table table() {
        Viewpoint viewpoint = viewpoints.at(null, null);
        List<SourceFreshness> sources = sources(viewpoint);
        return new Table(lists.page(LISTING, binds(viewpoint), uri.getPath(), parameters()), viewpoint, sources);
    }

    /** The whole filtered table as CSV. */
    @OneSnapshot
    @Transactional
    Response export() {
        return lists.csv(LISTING, binds(viewpoints.at(null, null)), parameters(), "accounts");
    }

    @OneSnapshot
    @Transactional
    Overview overview(AccountId account) {
        Viewpoint viewpoint = viewpoints.at(null, null);
        List<SourceFreshness> sources = sources(viewpoint);
        String id = account.value().toString();
        AccountRow row = lists.page(LISTING, binds(viewpoint), "overview", Map.of("id", List.of(id))).items().stream()
                .findFirst()
                .orElseThrow(DomainException::notFound);
        Page<MovementView> latest = movements.page(
                Map.of("account", List.of(id), "pageSize", List.of(String.valueOf(LATEST_MOVEMENTS))), true, null);
        return new Overview(
                row,
                null,
                latest.items(),
                openDeals.of(account, viewpoint.asOf(), viewpoint.currency()),
                onboardings.current(account, viewpoint.asOf()).orElse(null),
                sources);
    }

    private Map<String, List<String>> parameters() {
        return accountFilters.resolved(uri.getQueryParameters());
    }

    /** Of the ledger's source, and of those whose copies carry no dates of knowledge. */
    private List<SourceFreshness> sources(Viewpoint viewpoint) {
        List<SourceFreshness> sources = new ArrayList<>(viewpoint.freshness());
        freshness.read().stream()
                .filter(other ->
                        sources.stream().noneMatch(known -> known.source().equals(other.source())))
                .forEach(sources::add);
        return List.copyOf(sources);
    }

    private static Map<String, Object> binds(Viewpoint viewpoint) {
        return Map.of(
                "tenant",
                viewpoint.tenant().value(),
                "gen",
                viewpoint.generation(),
                "today",
                viewpoint.asOf(),
                "currency",
                viewpoint.currency().getCurrencyCode());
    }

    /** Accounts by product are looked for once (offset 0), since few may have it and then all would be asked. */
    private static Listing<AccountRow> listing() {
        Listing.Builder<AccountRow> listing = Listing.<AccountRow>from("account_row r")
                .tenant("r.tenant_id")
                .id("r.account_id", AccountId.class)
                .select(AccountRow.COLUMNS, (row, context) -> AccountRow.of(row))
                .where(
                        "cast(:tenant as text) is not null and cast(:gen as integer) is not null and cast(:today as date) is not null")
                .filter("status", Filter.of(AccountStatus.class, "r.status"))
                .filter("onboardingPhase", plain("r.onboarding_phase"))
                .filter("sector", plain("r.sector"))
                .filter("region", plain("r.region"))
                .filter("country", plain("r.country"))
                .filter("channel", plain("r.channel"))
                .filter("seller", plain("r.seller_name"))
                .filter(
                        "csm",
                        plain("r.csm_id")
                                .about(
                                        "Id of the member who is the customer success manager; me = the member who calls, by the name of the login (who is none finds nothing); NONE = without one."))
                .filter("tag", Filter.text("r.tags && :values"))
                .filter(
                        "product",
                        Filter.text(
                                "r.account_id in (select l.account_id from line_piece l where l.tenant_id = :tenant and l.gen = :gen"
                                        + " and l.product_id = any(array(select v::uuid from unnest(cast(:values as text[])) v where v ~ '"
                                        + UUID_SHAPE
                                        + "')) and l.from_day <= :today and l.until_day > :today and l.pos_to = 9223372036854775807 offset 0)"))
                .filter("attr.*", grouped("'attr.' || :key"));
        for (String dimension : List.of("cohort", "flag", "pod", "tier", "touch")) {
            listing.filter(dimension, grouped("'" + dimension + "'"));
        }
        return listing.range("mrr", BigDecimal.class, "r.mrr_e4")
                .range("frozenMrr", BigDecimal.class, "r.frozen_e4")
                .range("openDealsMrr", BigDecimal.class, "r.open_deals_e4")
                .range("customerSince", LocalDate.class, "r.customer_since", NEVER)
                .range("renewsOn", LocalDate.class, "r.renews_on", NEVER)
                .search("r.search_folded")
                .sortByText("name", "r.name_folded")
                .sortByText("status", "r.status")
                .sortByText("onboardingPhase", "r.onboarding_phase")
                .sortByText("sector", "r.sector")
                .sortByText("region", "r.region")
                .sortByText("country", "r.country")
                .sortByText("channel", "r.channel")
                .sortByText("sellerName", "r.seller_name")
                .sortByText("csmName", "r.csm_folded")
                .sortByNumber("mrr", "r.mrr_e4")
                .sortByNumber("frozenMrr", "r.frozen_e4")
                .sortByNumber("openDealsMrr", "coalesce(r.open_deals_e4, -9223372036854775808)")
                .sortByTime("customerSince", LocalDate.class, "r.customer_since")
                .sortByTime("renewsOn", LocalDate.class, "r.renews_on")
                .csv("id", AccountRow::id)
                .csv("name", AccountRow::name)
                .csv("externalId", AccountRow::externalId)
                .csv("status", AccountRow::status)
                .csv("sector", AccountRow::sector)
                .csv("region", AccountRow::region)
                .csv("country", AccountRow::country)
                .csv("channel", AccountRow::channel)
                .csv("sellerName", AccountRow::sellerName)
                .csv("csmId", AccountRow::csmId)
                .csv("csmName", AccountRow::csmName)
                .csv("mrr", AccountRow::mrr)
                .csv("frozenMrr", AccountRow::frozenMrr)
                .csv("currency", row -> row.mrr().currency().getCurrencyCode())
                .csv("openDealsMrr", AccountRow::openDealsMrr)
                .csv("openDealsCount", AccountRow::openDealsCount)
                .csv("unconvertedDeals", AccountRow::unconvertedDeals)
                .csv("onboardingPhase", AccountRow::onboardingPhase)
                .csv("customerSince", AccountRow::customerSince)
                .csv("renewsOn", AccountRow::renewsOn)
                .csv("tags", AccountRow::tags)
                .csv("attributes", AccountRow::attributes)
                .build();
    }

    /** Compared with the values themselves, so that how many rows they find is known before they are looked for. */
    private static Filter plain(String column) {
        return Filter.text("(%1$s = any(:values) or 'NONE' = any(:values) and %1$s = '')".formatted(column));
    }

    /** By the group that an account has today; NONE = without one. */
    private static Filter grouped(String dimension) {
        String group =
                "select 1 from group_interval g where g.tenant_id = r.tenant_id and g.gen = :gen and g.account_id = r.account_id and g.dim = "
                        + dimension
                        + " and g.from_day <= :today and g.until_day > :today and g.pos_to = 9223372036854775807";
        return Filter.text(
                "(exists (" + group + " and g.value = any(:values)) or 'NONE' = any(:values) and not exists (" + group
                        + " and g.value <> 'NONE'))");
    }
}
