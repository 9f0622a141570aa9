package io.farol.metrics.movement;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.farol.metrics.retelling.ConventionParameters;
import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.AccountFilters;
import io.farol.metrics.viewpoint.AccountId;
import io.farol.metrics.viewpoint.FilterParameters;
import io.farol.runtime.download.DownloadLink;
import io.farol.runtime.download.Downloads;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.feed.SourceFreshness;
import io.farol.runtime.rest.AlsoAccepts;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.Total;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The ledger by day over REST. */
@Tag(name = "MRR")
@Path("/v1/mrr/movements")
@RunOnVirtualThread
public class MovementResource {
    private final Movements movements;
    private final AccountFilters accountFilters;
    private final Downloads downloads;

    MovementResource(Movements movements, AccountFilters accountFilters, Downloads downloads) {
        this.accountFilters = accountFilters;
        this.downloads = downloads;
        this.movements = movements;
    }

    /**
     * One page of the ledger's entries.
     *
     * @param currency of all amounts
     * @param convention that was used, by fork
     * @param knownAt with {@code asOf} it gives the same page again
     * @param unconvertedLines contract lines without an exchange rate that run in the months asked for; they have no entries
     */
    public record MovementList(
            List<MovementView> items,
            @Nullable String nextPageToken,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Total total,

            String currency,
            Map<String, String> convention,
            LocalDate asOf,
            Instant knownAt,
            long unconvertedLines,
            List<SourceFreshness> freshness) {
        static MovementList of(Movements.Answer answer) {
            Map<String, String> convention = new LinkedHashMap<>(Map.of("frozen", "WHILE_BILLED"));
            convention.putAll(answer.conventions().named());
            return new MovementList(
                    answer.page().items(),
                    answer.page().nextPageToken(),
                    answer.page().total(),
                    answer.viewpoint().currency().getCurrencyCode(),
                    convention,
                    answer.viewpoint().asOf(),
                    answer.viewpoint().knownAt(),
                    answer.unconvertedLines(),
                    answer.viewpoint().freshness());
        }
    }

    @GET
    @AlsoAccepts("attr.*")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(
            summary = "Lists the entries of the MRR ledger",
            description =
                    "Filters choose by the group that an account had at the end of the month before (who was no customer then: of this month), as in the statement. With Accept: text/csv as a table.")
    public MovementList movements(
            @QueryParam("from") @Parameter(description = "First day, inclusive.") @Nullable LocalDate from,
            @QueryParam("to") @Parameter(description = "Last day, inclusive.") @Nullable LocalDate to,
            @QueryParam("account") @Nullable List<AccountId> account,
            @QueryParam("kind") @Nullable List<MovementKind> kind,
            @QueryParam("churnReason") @Nullable List<String> churnReason,
            @QueryParam("sort") @Parameter(description = "day or -day; default day.") @Nullable String sort,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken,
            @QueryParam("count") @Nullable Boolean count,
            @QueryParam("asOf") @Nullable LocalDate asOf,
            @QueryParam("knownAt") @Nullable Instant knownAt,
            @BeanParam ConventionParameters conventions,
            @BeanParam FilterParameters filters,
            @Context UriInfo uri) {
        return MovementList.of(movements.answer(question(from, to, sort, asOf, knownAt, conventions, uri)));
    }

    @GET
    @AlsoAccepts("attr.*")
    @Produces(Lists.CSV)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(hidden = true)
    public Response movementTable(
            @QueryParam("from") @Nullable LocalDate from,
            @QueryParam("to") @Nullable LocalDate to,
            @QueryParam("account") @Nullable List<AccountId> account,
            @QueryParam("kind") @Nullable List<MovementKind> kind,
            @QueryParam("churnReason") @Nullable List<String> churnReason,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("asOf") @Nullable LocalDate asOf,
            @QueryParam("knownAt") @Nullable Instant knownAt,
            @QueryParam("locale") @Nullable String locale,
            @BeanParam ConventionParameters conventions,
            @BeanParam FilterParameters filters,
            @Context UriInfo uri) {
        return movements.export(question(from, to, sort, asOf, knownAt, conventions, uri));
    }

    @POST
    @Path("/download-links")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Makes a link that downloads the entries of the MRR ledger once as CSV")
    public RestResponse<DownloadLink> linkMovementTable() {
        return downloads.link();
    }

    private Movements.Question question(
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable String sort,
            @Nullable LocalDate asOf,
            @Nullable Instant knownAt,
            ConventionParameters conventions,
            UriInfo uri) {
        if (sort != null && !sort.equals("day") && !sort.equals("-day")) {
            throw DomainException.invalid(List.of(Fault.in(
                    "sort", PlatformError.UNKNOWN_VALUE, Map.of("value", sort, "allowed", List.of("day", "-day")))));
        }
        Map<String, List<String>> parameters = new TreeMap<>(uri.getQueryParameters());
        parameters.keySet().removeAll(List.of("from", "to", "sort", "asOf", "knownAt"));
        parameters.keySet().removeAll(ConventionParameters.NAMES);
        parameters.keySet().removeIf(AccountFilter::isKnown);
        return new Movements.Question(
                from,
                to,
                "-day".equals(sort),
                asOf,
                knownAt,
                accountFilters.of(uri.getQueryParameters()),
                conventions.conventions(),
                parameters);
    }
}
