package io.farol.metrics.cohort;

import io.farol.metrics.retelling.ConventionParameters;
import io.farol.metrics.viewpoint.AccountFilters;
import io.farol.metrics.viewpoint.FilterParameters;
import io.farol.metrics.viewpoint.Months;
import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.runtime.download.DownloadLink;
import io.farol.runtime.download.Downloads;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.feed.SourceFreshness;
import io.farol.runtime.rest.AlsoAccepts;
import io.farol.runtime.rest.CsvTable;
import io.farol.runtime.rest.Lists;
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
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The retention triangle over REST. */
@Tag(name = "Cohorts")
@Path("/v1/cohorts")
@RunOnVirtualThread
public class CohortResource {
    private static final String BY = "Length of a row and of a step: month (default) or quarter.";

    private final Cohorts cohorts;
    private final AccountFilters accountFilters;
    private final Downloads downloads;

    CohortResource(Cohorts cohorts, AccountFilters accountFilters, Downloads downloads) {
        this.accountFilters = accountFilters;
        this.downloads = downloads;
        this.cohorts = cohorts;
    }

    /** What is retained. */
    public enum CohortMeasure {
        /** Accounts, frozen ones included. */
        LOGO,
        /** MRR, frozen MRR left out. */
        MRR
    }

    /**
     * What is there some months (quarters) after a cohort began.
     *
     * @param value share of what came, 1 = all, six decimals
     */
    public record CohortCell(
            int offset, String period, @Nullable String value, long accounts, String mrr, List<String> flags) {}

    /**
     * Accounts whose first MRR was at the end of the same month (a month of the same quarter).
     *
     * @param accounts that came
     * @param mrr that came
     */
    public record CohortRow(String cohort, long accounts, String mrr, List<CohortCell> cells) {}

    /** The triangle, oldest cohort first. @param convention how frozen accounts count: KEPT, or WHILE_BILLED = not while they are; fx and logo where they are not the standard @param unconvertedLines without an exchange rate, so that no cohort has them */
    public record CohortTriangle(
            CohortMeasure measure,
            Map<String, String> convention,
            String by,
            String unit,
            String currency,
            LocalDate asOf,
            Instant knownAt,
            List<CohortRow> cohorts,
            long unconvertedLines,
            List<SourceFreshness> freshness) {}

    @GET
    @AlsoAccepts("attr.*")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(
            summary = "Reads the retention triangle of accounts or of their MRR",
            description = "With Accept: text/csv as a table.")
    public CohortTriangle cohorts(
            @QueryParam("measure") @Nullable CohortMeasure measure,
            @QueryParam("by") @Parameter(description = BY, example = "month") @Nullable String by,
            @QueryParam("from") @Nullable YearMonth from,
            @QueryParam("to") @Nullable YearMonth to,
            @BeanParam ConventionParameters conventions,
            @QueryParam("asOf") @Nullable LocalDate asOf,
            @QueryParam("knownAt") @Nullable Instant knownAt,
            @BeanParam FilterParameters filters,
            @Context UriInfo uri) {
        String step = by == null ? "month" : by;
        if (!step.equals("month") && !step.equals("quarter")) {
            throw DomainException.invalid(List.of(Fault.in(
                    "by", PlatformError.UNKNOWN_VALUE, Map.of("value", step, "allowed", List.of("month", "quarter")))));
        }
        CohortMeasure asked = measure == null ? CohortMeasure.LOGO : measure;
        int months = step.equals("month") ? 1 : 3;
        Cohorts.Triangle triangle = cohorts.answer(new Cohorts.Question(
                asked == CohortMeasure.LOGO,
                months,
                from,
                to,
                accountFilters.of(uri.getQueryParameters()),
                conventions.conventions(),
                asOf,
                knownAt));
        Viewpoint viewpoint = triangle.viewpoint();
        Map<String, String> convention =
                new LinkedHashMap<>(Map.of("frozen", asked == CohortMeasure.LOGO ? "KEPT" : "WHILE_BILLED"));
        convention.putAll(conventions.conventions().named());
        return new CohortTriangle(
                asked,
                convention,
                step,
                "RATIO",
                viewpoint.currency().getCurrencyCode(),
                viewpoint.asOf(),
                viewpoint.knownAt(),
                triangle.cohorts().stream()
                        .map(cohort -> row(viewpoint, cohort, months))
                        .toList(),
                triangle.unconvertedLines(),
                viewpoint.freshness());
    }

    @GET
    @AlsoAccepts("attr.*")
    @Produces(Lists.CSV)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(hidden = true)
    public Response cohortTable(
            @QueryParam("measure") @Nullable CohortMeasure measure,
            @QueryParam("by") @Nullable String by,
            @QueryParam("from") @Nullable YearMonth from,
            @QueryParam("to") @Nullable YearMonth to,
            @BeanParam ConventionParameters conventions,
            @QueryParam("asOf") @Nullable LocalDate asOf,
            @QueryParam("knownAt") @Nullable Instant knownAt,
            @QueryParam("locale") @Nullable String locale,
            @BeanParam FilterParameters filters,
            @Context UriInfo uri) {
        List<List<Object>> rows = new ArrayList<>();
        for (CohortRow cohort : cohorts(measure, by, from, to, conventions, asOf, knownAt, filters, uri)
                .cohorts()) {
            for (CohortCell cell : cohort.cells()) {
                rows.add(Arrays.asList(
                        cohort.cohort(),
                        cell.offset(),
                        cell.period(),
                        CsvTable.decimal(cell.value()),
                        cell.accounts(),
                        CsvTable.decimal(cell.mrr()),
                        cell.flags()));
            }
        }
        return CsvTable.answer(
                "cohorts", locale, List.of("cohort", "offset", "period", "value", "accounts", "mrr", "flags"), rows);
    }

    @POST
    @Path("/download-links")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Makes a link that downloads the cohorts once as CSV")
    public RestResponse<DownloadLink> linkCohortTable() {
        return downloads.link();
    }

    private static CohortRow row(Viewpoint viewpoint, CohortFormula.Cohort cohort, int months) {
        return new CohortRow(
                label(cohort.first(), months),
                cohort.logos(),
                viewpoint.money(cohort.mrrE4()),
                cohort.cells().stream()
                        .map(cell -> cell(viewpoint, cell, cohort.first() + cell.offset() * months, months))
                        .toList());
    }

    private static CohortCell cell(Viewpoint viewpoint, CohortFormula.Cell cell, int first, int months) {
        return new CohortCell(
                cell.offset(),
                label(first, months),
                shown(cell.share()),
                cell.logos(),
                viewpoint.money(cell.mrrE4()),
                Months.flags(first, first + months - 1, viewpoint.asOf()));
    }

    private static @Nullable String shown(@Nullable BigDecimal share) {
        return share == null ? null : share.setScale(6, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String label(int first, int months) {
        YearMonth month = Months.of(first);
        return months == 1 ? month.toString() : "%04d-Q%d".formatted(month.getYear(), month.getMonthValue() / 3 + 1);
    }
}
