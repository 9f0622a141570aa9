package io.farol.metrics.overview;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.farol.metrics.deal.OpenDeals.OpenDeal;
import io.farol.metrics.member.MemberId;
import io.farol.metrics.movement.MovementView;
import io.farol.metrics.onboarding.OverviewOnboarding;
import io.farol.metrics.viewpoint.AccountId;
import io.farol.runtime.download.DownloadLink;
import io.farol.runtime.download.Downloads;
import io.farol.runtime.feed.SourceFreshness;
import io.farol.runtime.money.Money;
import io.farol.runtime.rest.ListedBy;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.Total;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The account table and the page of one account over REST. */
@Path("/v1/overviews")
@RunOnVirtualThread
public class OverviewResource {
    private final TodaysRows todaysRows;
    private final Overviews overviews;
    private final Downloads downloads;

    OverviewResource(TodaysRows todaysRows, Overviews overviews, Downloads downloads) {
        this.downloads = downloads;
        this.todaysRows = todaysRows;
        this.overviews = overviews;
    }

    /** One page of the account table. */
    public record AccountTable(
            List<AccountRow> items,
            @Nullable String nextPageToken,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Total total,

            LocalDate asOf,
            List<SourceFreshness> freshness) {}

    /** Segmentation of an account; null = none. */
    public record OverviewSegment(
            @Nullable String touch,
            @Nullable String tier,
            @Nullable String cluster) {}

    /**
     * Who looks after an account.
     *
     * @param memberName what he is called now; null = not known here yet
     * @param role for this account; CSM = the customer success manager
     */
    public record OverviewTeamMember(
            MemberId memberId, @Nullable String memberName, String role) {
        static List<OverviewTeamMember> of(AccountRow account) {
            return account.csmId() == null
                    ? List.of()
                    : List.of(new OverviewTeamMember(account.csmId(), account.csmName(), "CSM"));
        }
    }

    /**
     * What an account pays.
     *
     * @param movements latest ones, newest first
     */
    public record OverviewRevenue(Money mrr, Money frozenMrr, List<MovementView> movements) {}

    /** Everything about one account; parts whose facts are not known yet are null or empty. */
    public record AccountOverview(
            AccountRow account,
            OverviewSegment segment,
            List<OverviewTeamMember> team,
            OverviewRevenue revenue,
            @Nullable Map<String, Object> health,
            List<OpenDeal> openDeals,
            @Nullable OverviewOnboarding onboarding,
            @Nullable Map<String, Object> successPlan,
            List<Map<String, Object>> touchpoints,
            List<Map<String, Object>> surveys,
            @Nullable Map<String, Object> tickets,
            List<Map<String, Object>> nextActions,
            List<SourceFreshness> freshness) {}

    @GET
    @ListedBy(Overviews.class)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    public AccountTable overviews() {
        todaysRows.prepare();
        Overviews.Table table = overviews.table();
        return new AccountTable(
                table.page().items(),
                table.page().nextPageToken(),
                table.page().total(),
                table.viewpoint().asOf(),
                table.freshness());
    }

    @GET
    @Produces(Lists.CSV)
    @ListedBy(Overviews.class)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(hidden = true)
    public Response export() {
        todaysRows.prepare();
        return overviews.export();
    }

    @POST
    @Path("/download-links")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Makes a link that downloads the table of accounts once as CSV")
    public RestResponse<DownloadLink> linkOverviewTable() {
        return downloads.link();
    }

    @GET
    @Path("/{accountId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    public AccountOverview overview(@PathParam("accountId") AccountId accountId) {
        todaysRows.prepare();
        Overviews.Overview overview = overviews.overview(accountId);
        AccountRow account = overview.account();
        return new AccountOverview(
                account,
                new OverviewSegment(account.touch(), account.tier(), overview.cluster()),
                OverviewTeamMember.of(account),
                new OverviewRevenue(account.mrr(), account.frozenMrr(), overview.movements()),
                null,
                overview.openDeals(),
                overview.onboarding(),
                null,
                List.of(),
                List.of(),
                null,
                List.of(),
                overview.freshness());
    }
}
