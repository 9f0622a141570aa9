package io.farol.pipeline.funnel;

import io.farol.pipeline.account.AccountCopies;
import io.farol.pipeline.deal.DealCard;
import io.farol.pipeline.deal.DealRepository;
import io.farol.pipeline.deal.DealSql;
import io.farol.pipeline.deal.DealStage;
import io.farol.pipeline.deal.Portfolio;
import io.farol.runtime.error.Labels;
import io.farol.runtime.error.Language;
import io.farol.runtime.feed.Freshness;
import io.farol.runtime.feed.SourceFreshness;
import io.farol.runtime.money.Money;
import io.farol.runtime.money.Ratio;
import io.farol.runtime.rest.Boards;
import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.ListedBy;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.rest.RequestContext;
import io.farol.runtime.security.Role;
import io.farol.runtime.tenant.OneSnapshot;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The board of the Expand funnel. */
@Path("/v1/funnel")
@Tag(name = "Deals")
@RunOnVirtualThread
public class FunnelResource {
    static final Listing<DealCard> LISTING = DealSql.filtered(
                    Listing.<DealCard>from(DealSql.FROM).select(DealCard.COLUMNS, (row, context) -> DealCard.of(row)))
            .filter("column", Filter.of(DealStage.class, "d.stage").about("Pages these columns only."))
            .range("mrr", BigDecimal.class, "d.mrr_e4")
            .range("closedAt", Instant.class, "d.closed_at")
            .sortByNumber("position", "d.rank")
            .sortByNumber("mrr", "d.mrr_e4")
            .sortByTime("enteredStageAt", Instant.class, "d.entered_stage_at")
            .sortByTime("nextStepOn", LocalDate.class, "coalesce(d.next_step_on, date '9999-12-31')")
            .build();

    private static final String STALLED = "stalled";
    private static final String OVERDUE = "overdue";
    private static final String DAYS = "days";
    private static final String MRR = "mrr";
    private static final String ONE_OFF = "oneOff";
    private static final String WEIGHTED = "weighted";
    private static final Map<String, String> COUNTS = new TreeMap<>(Map.of(
            DAYS, "coalesce(sum(" + DealSql.DAYS_IN_STAGE + "), 0)",
            STALLED, "count(*) filter (where " + DealSql.IS_STALLED + ")",
            OVERDUE, "count(*) filter (where " + DealSql.IS_OVERDUE + ")"));
    private static final Map<String, String> AMOUNTS = new TreeMap<>(Map.of(
            MRR, "coalesce(sum(d.mrr_e4), 0)",
            ONE_OFF, "coalesce(sum(d.one_off_e4), 0)",
            WEIGHTED, "coalesce(sum(" + DealSql.WEIGHTED_MRR_E4 + "), 0)"));

    private final Boards boards;
    private final DealRepository deals;
    private final AccountCopies accounts;
    private final Freshness freshness;
    private final Portfolio portfolio;
    private final CurrentVertxRequest request;

    FunnelResource(
            Boards boards,
            DealRepository deals,
            AccountCopies accounts,
            Freshness freshness,
            Portfolio portfolio,
            CurrentVertxRequest request) {
        this.boards = boards;
        this.deals = deals;
        this.accounts = accounts;
        this.freshness = freshness;
        this.portfolio = portfolio;
        this.request = request;
    }

    /** From where the chance of a stage comes. */
    @Schema(name = "ProbabilityBasis")
    enum ProbabilityBasis {
        /** Stated by the product; the tenant's own history does not count yet. */
        PRIOR
    }

    /**
     * The board.
     *
     * @param totals over the open stages
     * @param asOf the tenant's business day, on which ages are counted
     */
    @Schema(name = "Funnel")
    record FunnelView(
            List<FunnelColumn> columns, FunnelTotals totals, LocalDate asOf, List<SourceFreshness> freshness) {}

    /**
     * One stage.
     *
     * @param probability chance to be won, 1 = 100 %
     * @param amounts one entry for each currency; they are never added together
     * @param averageDaysInStage whole days, rounded down; null when empty
     */
    @Schema(name = "FunnelColumn")
    record FunnelColumn(
            DealStage key,
            String label,
            long count,
            Ratio probability,
            ProbabilityBasis probabilityBasis,
            List<FunnelAmounts> amounts,
            @Nullable Long averageDaysInStage,
            long stalledCount,
            long overdueCount,
            List<DealCard> items,
            @Nullable String nextPageToken) {}

    /** What deals of one currency would bring. */
    @Schema(name = "FunnelAmounts")
    record FunnelAmounts(String currency, long count, Money mrr, Money oneOff, Money weightedMrr) {
        FunnelAmounts rounded() {
            return new FunnelAmounts(currency, count, mrr.rounded(), oneOff.rounded(), weightedMrr.rounded());
        }
    }

    /** Over several stages. */
    @Schema(name = "FunnelTotals")
    record FunnelTotals(long count, List<FunnelAmounts> amounts, long stalledCount, long overdueCount) {}

    @GET
    @OneSnapshot
    @Transactional
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(FunnelResource.class)
    @Operation(summary = "Shows the deals by stage, ordered by hand unless sort says otherwise")
    public FunnelView showFunnel() {
        List<SourceFreshness> seen = freshness.read();
        Language language = RequestContext.language(request.getCurrent());
        Map<String, Object> binds = deals.binds();
        List<Boards.Column<DealStage, DealCard>> columns =
                boards.columns(LISTING, DealStage.class, COUNTS, "position", binds);
        List<Boards.Part> parts = boards.parts(LISTING, "d.currency", AMOUNTS, binds);
        List<FunnelColumn> shown =
                columns.stream().map(column -> column(column, parts, language)).toList();
        return new FunnelView(shown, totals(columns, parts), accounts.calendar().today(), seen);
    }

    private FunnelColumn column(Boards.Column<DealStage, DealCard> column, List<Boards.Part> parts, Language language) {
        return new FunnelColumn(
                column.key(),
                Labels.of(column.key(), language),
                column.count(),
                new Ratio(BigDecimal.valueOf(column.key().priorPercent(), 2).stripTrailingZeros()),
                ProbabilityBasis.PRIOR,
                amounts(parts, List.of(column)),
                column.count() == 0 ? null : Long.valueOf(sum(column, DAYS) / column.count()),
                sum(column, STALLED),
                sum(column, OVERDUE),
                portfolio.allowed(column.page().items()),
                column.page().nextPageToken());
    }

    private static FunnelTotals totals(List<Boards.Column<DealStage, DealCard>> columns, List<Boards.Part> parts) {
        List<Boards.Column<DealStage, DealCard>> open =
                columns.stream().filter(column -> column.key().isOpen()).toList();
        return new FunnelTotals(
                open.stream().mapToLong(Boards.Column::count).sum(),
                amounts(parts, open),
                open.stream().mapToLong(column -> sum(column, STALLED)).sum(),
                open.stream().mapToLong(column -> sum(column, OVERDUE)).sum());
    }

    private static long sum(Boards.Column<DealStage, DealCard> column, String name) {
        return column.sums().getOrDefault(name, 0L);
    }

    /** By currency; deals without an amount have none. */
    private static List<FunnelAmounts> amounts(
            List<Boards.Part> parts, List<Boards.Column<DealStage, DealCard>> columns) {
        Map<String, FunnelAmounts> byCurrency = new TreeMap<>();
        for (Boards.Part part : parts) {
            boolean isMeant =
                    columns.stream().anyMatch(column -> column.key().name().equals(part.column()));
            if (isMeant && !part.of().isEmpty()) {
                byCurrency.merge(part.of(), amounts(part), FunnelResource::added);
            }
        }
        return byCurrency.values().stream().map(FunnelAmounts::rounded).toList();
    }

    private static FunnelAmounts amounts(Boards.Part part) {
        Currency currency = Currency.getInstance(part.of());
        return new FunnelAmounts(
                part.of(),
                part.count(),
                Money.ofE4(part.sums().getOrDefault(MRR, 0L), currency),
                Money.ofE4(part.sums().getOrDefault(ONE_OFF, 0L), currency),
                Money.ofE4(part.sums().getOrDefault(WEIGHTED, 0L), currency));
    }

    private static FunnelAmounts added(FunnelAmounts one, FunnelAmounts other) {
        return new FunnelAmounts(
                one.currency(),
                one.count() + other.count(),
                one.mrr().plus(other.mrr()),
                one.oneOff().plus(other.oneOff()),
                one.weightedMrr().plus(other.weightedMrr()));
    }
}
