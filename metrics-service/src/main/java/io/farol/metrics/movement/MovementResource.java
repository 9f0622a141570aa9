package io.farol.metrics.movement;

import io.farol.metrics.viewpoint.AccountId;
import io.farol.runtime.download.DownloadLink;
import io.farol.runtime.download.Downloads;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.Page;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The ledger by day over REST. */
@Path("/v1/mrr/movements")
@RunOnVirtualThread
public class MovementResource {
    private final Movements movements;
    private final Downloads downloads;

    MovementResource(Movements movements, Downloads downloads) {
        this.downloads = downloads;
        this.movements = movements;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Lists the entries of the MRR ledger", description = "With Accept: text/csv as a table.")
    public Page<MovementView> movements(
            @QueryParam("from") @Parameter(description = "First day, inclusive.") @Nullable LocalDate from,
            @QueryParam("to") @Parameter(description = "Last day, inclusive.") @Nullable LocalDate to,
            @QueryParam("account") @Nullable List<AccountId> account,
            @QueryParam("kind") @Nullable List<MovementKind> kind,
            @QueryParam("churnReason") @Nullable List<String> churnReason,
            @QueryParam("sort") @Parameter(description = "day or -day; default day.") @Nullable String sort,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken,
            @QueryParam("count") @Nullable Boolean count,
            @QueryParam("knownAt") @Nullable Instant knownAt,
            @Context UriInfo uri) {
        return movements.page(rows(from, to, sort, uri), "-day".equals(sort), knownAt);
    }

    @GET
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
            @QueryParam("knownAt") @Nullable Instant knownAt,
            @QueryParam("locale") @Nullable String locale,
            @Context UriInfo uri) {
        return movements.export(rows(from, to, sort, uri), "-day".equals(sort), knownAt);
    }

    @POST
    @Path("/download-links")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Makes a link that downloads the entries of the MRR ledger once as CSV")
    public RestResponse<DownloadLink> linkMovementTable() {
        return downloads.link();
    }

    /** What chooses the rows, in the words of the list. */
    private static Map<String, List<String>> rows(
            @Nullable LocalDate from, @Nullable LocalDate to, @Nullable String sort, UriInfo uri) {
        if (sort != null && !sort.equals("day") && !sort.equals("-day")) {
            throw DomainException.invalid(List.of(Fault.in(
                    "sort", PlatformError.UNKNOWN_VALUE, Map.of("value", sort, "allowed", List.of("day", "-day")))));
        }
        Map<String, List<String>> parameters = new TreeMap<>(uri.getQueryParameters());
        parameters.keySet().removeAll(List.of("from", "to", "sort", "knownAt"));
        if (from != null) {
            parameters.put("dayFrom", List.of(from.toString()));
        }
        if (to != null) {
            parameters.put("dayUntil", List.of(to.plusDays(1).toString()));
        }
        return parameters;
    }
}
