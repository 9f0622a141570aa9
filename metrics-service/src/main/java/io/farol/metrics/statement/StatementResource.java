package io.farol.metrics.statement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.farol.metrics.retelling.ConventionParameters;
import io.farol.metrics.viewpoint.AccountFilters;
import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.FilterParameters;
import io.farol.metrics.viewpoint.GroupLabels;
import io.farol.metrics.viewpoint.MetricGroup;
import io.farol.metrics.viewpoint.Months;
import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.runtime.download.DownloadLink;
import io.farol.runtime.download.Downloads;
import io.farol.runtime.error.Language;
import io.farol.runtime.feed.SourceFreshness;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The monthly MRR statement over REST. */
@Tag(name = "MRR")
@Path("/v1/mrr/statement")
@RunOnVirtualThread
public class StatementResource {
    private final Statements statements;
    private final GroupLabels labels;
    private final AccountFilters accountFilters;
    private final Downloads downloads;

    StatementResource(Statements statements, GroupLabels labels, AccountFilters accountFilters, Downloads downloads) {
        this.labels = labels;
        this.accountFilters = accountFilters;
        this.downloads = downloads;
        this.statements = statements;
    }

    /** A figure for each movement of MRR, as decimal strings; each ≥ 0 but readjustment and fx. */
    public record StatementMonth(
            String month,
            @Nullable String group,
            String opening,
            @JsonProperty("new") String newMrr,
            String reactivation,
            String expansion,
            String readjustment,
            String unfreeze,
            String freeze,
            String contraction,
            String churn,
            String fx,
            String transferIn,
            String transferOut,
            String closing,
            String frozen,
            StatementCounts counts,
            List<String> flags,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<StatementMonth> groups) {
        /** Of the statement as a table: a month's whole has no group. */
        static final List<String> COLUMNS = List.of(
                "month",
                "group",
                "groupLabel",
                "opening",
                "new",
                "reactivation",
                "expansion",
                "readjustment",
                "unfreeze",
                "freeze",
                "contraction",
                "churn",
                "fx",
                "transferIn",
                "transferOut",
                "closing",
                "frozen",
                "openingAccounts",
                "newAccounts",
                "reactivatedAccounts",
                "expandedAccounts",
                "contractedAccounts",
                "churnedAccounts",
                "transferInAccounts",
                "transferOutAccounts",
                "closingAccounts",
                "frozenAccounts",
                "flags");

        List<Object> row(@Nullable String label) {
            return Arrays.asList(
                    month,
                    group,
                    label,
                    CsvTable.decimal(opening),
                    CsvTable.decimal(newMrr),
                    CsvTable.decimal(reactivation),
                    CsvTable.decimal(expansion),
                    CsvTable.decimal(readjustment),
                    CsvTable.decimal(unfreeze),
                    CsvTable.decimal(freeze),
                    CsvTable.decimal(contraction),
                    CsvTable.decimal(churn),
                    CsvTable.decimal(fx),
                    CsvTable.decimal(transferIn),
                    CsvTable.decimal(transferOut),
                    CsvTable.decimal(closing),
                    CsvTable.decimal(frozen),
                    counts.opening(),
                    counts.newAccounts(),
                    counts.reactivation(),
                    counts.expansion(),
                    counts.contraction(),
                    counts.churn(),
                    counts.transferIn(),
                    counts.transferOut(),
                    counts.closing(),
                    counts.frozen(),
                    flags);
        }

        static StatementMonth of(
                Viewpoint viewpoint,
                StatementLine line,
                @Nullable String group,
                @Nullable List<StatementMonth> groups) {
            return new StatementMonth(
                    Months.of(line.month()).toString(),
                    group,
                    viewpoint.money(line.openingE4()),
                    viewpoint.money(line.amountE4(Measure.NEW)),
                    viewpoint.money(line.amountE4(Measure.REACTIVATION)),
                    viewpoint.money(line.amountE4(Measure.EXPANSION)),
                    viewpoint.money(line.amountE4(Measure.READJUSTMENT)),
                    viewpoint.money(line.amountE4(Measure.UNFREEZE)),
                    viewpoint.money(line.amountE4(Measure.FREEZE)),
                    viewpoint.money(line.amountE4(Measure.CONTRACTION)),
                    viewpoint.money(line.amountE4(Measure.CHURN)),
                    viewpoint.money(line.amountE4(Measure.FX)),
                    viewpoint.money(line.amountE4(Measure.TRANSFER_IN)),
                    viewpoint.money(line.amountE4(Measure.TRANSFER_OUT)),
                    viewpoint.money(line.closingE4()),
                    viewpoint.money(line.frozenE4()),
                    StatementCounts.of(line),
                    Months.flags(line.month(), line.month(), viewpoint.asOf()),
                    groups);
        }
    }

    /** Accounts behind a month's figures; opening and closing count frozen accounts, too. */
    public record StatementCounts(
            long opening,
            @JsonProperty("new") long newAccounts,
            long reactivation,
            long expansion,
            long contraction,
            long churn,
            long transferIn,
            long transferOut,
            long closing,
            long frozen) {
        static StatementCounts of(StatementLine line) {
            return new StatementCounts(
                    line.openingLogos(),
                    line.count(Measure.NEW),
                    line.count(Measure.REACTIVATION),
                    line.count(Measure.EXPANSION),
                    line.count(Measure.CONTRACTION),
                    line.count(Measure.CHURN),
                    line.count(Measure.TRANSFER_IN),
                    line.count(Measure.TRANSFER_OUT),
                    line.closingLogos(),
                    line.frozenLogos());
        }
    }

    /**
     * The statement of some months, all of them, in their order.
     *
     * @param groups what the months' groups are called, in their order; only with groupBy
     */
    public record StatementView(
            String unit,
            String currency,
            Map<String, String> convention,
            LocalDate asOf,
            Instant knownAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<MetricGroup> groups,

            List<StatementMonth> months,
            long unconvertedLines,
            List<SourceFreshness> freshness) {

        static StatementView of(Statements.Statement statement, @Nullable List<MetricGroup> groups) {
            Viewpoint viewpoint = statement.viewpoint();
            Map<String, String> convention = new LinkedHashMap<>(Map.of("frozen", "WHILE_BILLED"));
            convention.putAll(statement.conventions().named());
            List<StatementMonth> months = new ArrayList<>();
            for (int i = 0; i < statement.total().size(); i++) {
                months.add(StatementMonth.of(
                        viewpoint, statement.total().get(i), null, groups == null ? null : groups(statement, i)));
            }
            return new StatementView(
                    "MONEY",
                    viewpoint.currency().getCurrencyCode(),
                    convention,
                    viewpoint.asOf(),
                    viewpoint.knownAt(),
                    groups,
                    months,
                    statement.unconvertedLines(),
                    viewpoint.freshness());
        }

        private static List<StatementMonth> groups(Statements.Statement statement, int month) {
            List<StatementMonth> groups = new ArrayList<>();
            statement
                    .groups()
                    .forEach((value, lines) ->
                            groups.add(StatementMonth.of(statement.viewpoint(), lines.get(month), value, null)));
            return groups;
        }
    }

    @GET
    @AlsoAccepts("attr.*")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Reads the monthly MRR statement", description = "With Accept: text/csv as a table.")
    public StatementView statement(
            @QueryParam("from") @Parameter(required = true, example = "2026-03") @Nullable YearMonth from,
            @QueryParam("to") @Parameter(required = true, example = "2026-03") @Nullable YearMonth to,
            @QueryParam("groupBy") @Nullable String groupBy,
            @BeanParam ConventionParameters conventions,
            @QueryParam("asOf") @Nullable LocalDate asOf,
            @QueryParam("knownAt") @Nullable Instant knownAt,
            @HeaderParam("Accept-Language") @Nullable String language,
            @BeanParam FilterParameters filters,
            @Context UriInfo uri) {
        @Nullable Dimension dimension = groupBy == null ? null : Dimension.groupBy(groupBy);
        Statements.Statement statement = statements.answer(new Statements.Question(
                Months.required("from", from),
                Months.required("to", to),
                dimension,
                accountFilters.of(uri.getQueryParameters()),
                conventions.conventions(),
                asOf,
                knownAt));
        return StatementView.of(
                statement,
                dimension == null
                        ? null
                        : labels.of(
                                statement.viewpoint(),
                                dimension,
                                statement.groups().keySet(),
                                Language.accepted(language)));
    }

    @GET
    @AlsoAccepts("attr.*")
    @Produces(Lists.CSV)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(hidden = true)
    public Response statementTable(
            @QueryParam("from") @Nullable YearMonth from,
            @QueryParam("to") @Nullable YearMonth to,
            @QueryParam("groupBy") @Nullable String groupBy,
            @BeanParam ConventionParameters conventions,
            @QueryParam("asOf") @Nullable LocalDate asOf,
            @QueryParam("knownAt") @Nullable Instant knownAt,
            @QueryParam("locale") @Nullable String locale,
            @HeaderParam("Accept-Language") @Nullable String language,
            @BeanParam FilterParameters filters,
            @Context UriInfo uri) {
        StatementView view = statement(from, to, groupBy, conventions, asOf, knownAt, language, filters, uri);
        Map<String, String> names = view.groups() == null
                ? Map.of()
                : view.groups().stream().collect(Collectors.toMap(MetricGroup::key, MetricGroup::label));
        return CsvTable.answer(
                "mrr-statement",
                locale,
                StatementMonth.COLUMNS,
                view.months().stream()
                        .flatMap(month -> Stream.concat(
                                Stream.of(month), month.groups() == null ? Stream.empty() : month.groups().stream()))
                        .map(month -> month.row(month.group() == null ? null : names.get(month.group())))
                        .toList());
    }

    @POST
    @Path("/download-links")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Makes a link that downloads the MRR statement once as CSV")
    public RestResponse<DownloadLink> linkStatementTable() {
        return downloads.link();
    }
}
