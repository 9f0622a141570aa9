package io.farol.metrics.catalogue;

import io.farol.metrics.retelling.ConventionParameters;
import io.farol.metrics.retelling.DiscountTreatment;
import io.farol.metrics.retelling.FxTreatment;
import io.farol.metrics.retelling.LogoTreatment;
import io.farol.metrics.retelling.TaxTreatment;
import io.farol.metrics.viewpoint.AccountFilters;
import io.farol.metrics.viewpoint.FigurePolicy;
import io.farol.metrics.viewpoint.FilterParameters;
import io.farol.runtime.download.DownloadLink;
import io.farol.runtime.download.Downloads;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.Language;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.rest.AlsoAccepts;
import io.farol.runtime.rest.CsvTable;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The catalogue of metrics, their series and what is behind a value, over REST. */
@Tag(name = "Metrics")
@Path("/v1/metrics")
@RunOnVirtualThread
public class MetricResource {
    private final Metrics metrics;
    private final Explanations explanations;
    private final Downloads downloads;
    private final AccountFilters accountFilters;

    MetricResource(Metrics metrics, Explanations explanations, Downloads downloads, AccountFilters accountFilters) {
        this.accountFilters = accountFilters;
        this.downloads = downloads;
        this.metrics = metrics;
        this.explanations = explanations;
    }

    /**
     * A metric as the catalogue declares it.
     *
     * @param names by language: en, pt-BR
     * @param source service whose facts it follows from
     * @param conventions that may be asked for, the catalogue's own default first
     * @param defaultConvention under which the tenant has it answered where none is asked for (metricConventions of its settings)
     * @param freezeTreatments how suspended MRR may be counted, the default first
     * @param fxTreatments at which exchange rates MRR may count, the default first
     * @param logoTreatments what may count as one customer, the default first
     * @param discountTreatments whether discounts may count, the default first
     * @param taxTreatments whether embedded taxes may count, the default first
     */
    public record MetricDefinition(
            String key,
            Map<String, String> names,
            String definition,
            String formula,
            Unit unit,
            BetterIs betterIs,
            String source,
            List<String> groupings,
            List<String> conventions,
            String defaultConvention,
            List<FreezeTreatment> freezeTreatments,
            List<FxTreatment> fxTreatments,
            List<LogoTreatment> logoTreatments,
            List<DiscountTreatment> discountTreatments,
            List<TaxTreatment> taxTreatments,
            List<Integer> windows,
            String reference) {
        static MetricDefinition of(Metric metric, FigurePolicy policy) {
            return new MetricDefinition(
                    metric.key(),
                    Map.of("en", metric.name(), "pt-BR", metric.namePt()),
                    metric.definition(),
                    metric.formulaText(),
                    metric.unit(),
                    metric.betterIs(),
                    metric.source(),
                    metric.groupings(),
                    List.copyOf(metric.conventions().keySet()),
                    metric.defaultConvention(policy),
                    metric.freezeTreatments(),
                    metric.fxTreatments(),
                    metric.logoTreatments(),
                    metric.discountTreatments(),
                    metric.taxTreatments(),
                    List.of(1, 3, 6, 12),
                    metric.reference());
        }
    }

    /** All metrics. */
    public record MetricList(List<MetricDefinition> items) {}

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Lists the metrics with their definitions")
    public MetricList metrics() {
        return new MetricList(metrics.definitions());
    }

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Path("/{key}")
    @AlsoAccepts("attr.*")
    @Operation(summary = "Answers a metric as a series", description = "With Accept: text/csv as a table.")
    public MetricAnswer metric(
            @PathParam("key") @Parameter(example = "mrr") String key,
            @BeanParam MetricParameters parameters,
            @BeanParam ConventionParameters conventions,
            @HeaderParam("Accept-Language") @Nullable String language,
            @BeanParam FilterParameters filters,
            @Context UriInfo uri) {
        return metrics.answer(
                parameters.question(key, conventions, accountFilters.of(uri.getQueryParameters())),
                Language.accepted(language));
    }

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Path("/{key}")
    @AlsoAccepts("attr.*")
    @Produces(Lists.CSV)
    @Operation(hidden = true)
    public Response metricTable(
            @PathParam("key") String key,
            @BeanParam MetricParameters parameters,
            @BeanParam ConventionParameters conventions,
            @HeaderParam("Accept-Language") @Nullable String language,
            @QueryParam("locale") @Nullable String locale,
            @BeanParam FilterParameters filters,
            @Context UriInfo uri) {
        MetricAnswer answer = metrics.answer(
                parameters.question(key, conventions, accountFilters.of(uri.getQueryParameters())),
                Language.accepted(language));
        return CsvTable.answer(key, locale, MetricAnswer.MetricPoint.COLUMNS, answer.rows());
    }

    @POST
    @Path("/{key}/download-links")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Makes a link that downloads a metric once as CSV")
    public RestResponse<DownloadLink> linkMetricTable(@PathParam("key") @Parameter(example = "mrr") String key) {
        return downloads.link();
    }

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Path("/{key}/explain")
    @AlsoAccepts("attr.*")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Lists the accounts behind a value", description = "With Accept: text/csv as a table.")
    public MetricExplanation explain(
            @PathParam("key") @Parameter(example = "mrr") String key,
            @QueryParam("period") @Parameter(required = true, example = "2026-03") @Nullable String period,
            @QueryParam("group") @Nullable String group,
            @QueryParam("window") @Nullable Integer window,
            @QueryParam("groupBy") @Nullable String groupBy,
            @QueryParam("convention") @Nullable String convention,
            @QueryParam("freeze") @Nullable FreezeTreatment freeze,
            @BeanParam ConventionParameters conventions,
            @QueryParam("asOf") @Nullable LocalDate asOf,
            @QueryParam("knownAt") @Nullable Instant knownAt,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken,
            @QueryParam("count") @Nullable Boolean count,
            @QueryParam("sort") @Nullable String sort,
            @BeanParam FilterParameters filters,
            @Context UriInfo uri) {
        return explanations.page(
                explained(key, period, group, window, groupBy, convention, freeze, conventions, asOf, knownAt, uri),
                group,
                uri.getQueryParameters());
    }

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Path("/{key}/explain")
    @AlsoAccepts("attr.*")
    @Produces(Lists.CSV)
    @Operation(hidden = true)
    public Response explainTable(
            @PathParam("key") String key,
            @QueryParam("period") @Nullable String period,
            @QueryParam("group") @Nullable String group,
            @QueryParam("window") @Nullable Integer window,
            @QueryParam("groupBy") @Nullable String groupBy,
            @QueryParam("convention") @Nullable String convention,
            @QueryParam("freeze") @Nullable FreezeTreatment freeze,
            @BeanParam ConventionParameters conventions,
            @QueryParam("asOf") @Nullable LocalDate asOf,
            @QueryParam("knownAt") @Nullable Instant knownAt,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("locale") @Nullable String locale,
            @BeanParam FilterParameters filters,
            @Context UriInfo uri) {
        return explanations.export(
                explained(key, period, group, window, groupBy, convention, freeze, conventions, asOf, knownAt, uri),
                group,
                uri.getQueryParameters());
    }

    @POST
    @Path("/{key}/explain/download-links")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Makes a link that downloads the accounts behind a value once as CSV")
    public RestResponse<DownloadLink> linkMetricExplanation(@PathParam("key") @Parameter(example = "mrr") String key) {
        return downloads.link();
    }

    private MetricQuestion explained(
            String key,
            @Nullable String period,
            @Nullable String group,
            @Nullable Integer window,
            @Nullable String groupBy,
            @Nullable String convention,
            @Nullable FreezeTreatment freeze,
            ConventionParameters conventions,
            @Nullable LocalDate asOf,
            @Nullable Instant knownAt,
            UriInfo uri) {
        Metric metric = MetricCatalogue.get(key);
        if (period == null) {
            throw DomainException.invalid(List.of(Fault.in("period", PlatformError.REQUIRED)));
        }
        if ((group == null) != (groupBy == null)) {
            throw DomainException.invalid(
                    List.of(Fault.in(group == null ? "group" : "groupBy", PlatformError.REQUIRED)));
        }
        Period one = Period.parse(period)
                .orElseThrow(() -> DomainException.invalid(List.of(Fault.in("period", PlatformError.NOT_A_MONTH))));
        return MetricQuestion.of(
                metric,
                List.of(one),
                one.granularity(),
                new MetricQuestion.Asked(
                        null,
                        null,
                        null,
                        window,
                        groupBy,
                        accountFilters.of(uri.getQueryParameters()),
                        convention,
                        freeze,
                        conventions,
                        asOf,
                        knownAt));
    }
}
