package io.farol.metrics.catalogue;

import io.farol.metrics.retelling.ConventionParameters;
import io.farol.metrics.retelling.DiscountTreatment;
import io.farol.metrics.retelling.FxTreatment;
import io.farol.metrics.retelling.LogoTreatment;
import io.farol.metrics.retelling.TaxTreatment;
import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.AccountFilters;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.Language;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Several metrics at once, over REST. */
@Tag(name = "Metrics")
@Path("/v1/metric-queries")
@RunOnVirtualThread
public class MetricQueryResource {
    private final Metrics metrics;
    private final AccountFilters accountFilters;

    MetricQueryResource(Metrics metrics, AccountFilters accountFilters) {
        this.metrics = metrics;
        this.accountFilters = accountFilters;
    }

    /** Questions, answered in their order. */
    @Schema(
            examples =
                    "{\"queries\":[{\"metric\":\"nrr\",\"from\":\"2026-01\",\"to\":\"2026-03\",\"window\":12,\"filters\":{\"sector\":[\"Varejo\"]}}]}")
    public record MetricQueriesRequest(
            @NotNull @Size(min = 1, max = 20) List<MetricQueryRequest> queries) {}

    /**
     * One question, as {@code GET /v1/metrics/{key}} takes it.
     *
     * @param filters values by name of the shared filters
     */
    public record MetricQueryRequest(
            @NotNull String metric,
            @NotNull YearMonth from,
            @NotNull YearMonth to,
            @Nullable Granularity granularity,
            @Nullable Integer window,
            @Nullable String groupBy,
            @Nullable Map<String, List<String>> filters,
            @Nullable String convention,
            @Nullable FreezeTreatment freeze,
            @Nullable FxTreatment fx,
            @Nullable LogoTreatment logo,
            @Nullable DiscountTreatment discount,
            @Nullable TaxTreatment taxes,
            @Nullable LocalDate asOf,
            @Nullable Instant knownAt) {}

    /** Answers in the order of the questions. */
    public record MetricQueriesView(List<MetricAnswer> results) {}

    @POST
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Answers several metrics at once")
    public MetricQueriesView query(
            MetricQueriesRequest request, @HeaderParam("Accept-Language") @Nullable String language) {
        List<MetricQuestion> questions = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < request.queries().size(); i++) {
            try {
                questions.add(question(request.queries().get(i)));
            } catch (DomainException e) {
                for (Fault fault : e.faults()) {
                    faults.add(Fault.at("/queries/" + i + "/" + fault.parameter(), fault.code(), fault.params()));
                }
            }
        }
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
        Language readers = Language.accepted(language);
        return new MetricQueriesView(questions.stream()
                .map(question -> metrics.answer(question, readers))
                .toList());
    }

    private MetricQuestion question(MetricQueryRequest query) {
        if (!MetricCatalogue.knows(query.metric())) {
            throw DomainException.invalid(List.of(Fault.in(
                    "metric",
                    PlatformError.UNKNOWN_VALUE,
                    Map.of(
                            "value",
                            query.metric(),
                            "allowed",
                            MetricCatalogue.all().stream().map(Metric::key).toList()))));
        }
        Map<String, List<String>> filters = query.filters() == null ? Map.of() : query.filters();
        for (String name : filters.keySet()) {
            if (!AccountFilter.isKnown(name)) {
                throw DomainException.invalid(
                        List.of(Fault.in("filters/" + name, PlatformError.UNKNOWN_FIELD, Map.of("field", name))));
            }
        }
        return MetricQuestion.of(
                MetricCatalogue.get(query.metric()),
                new MetricQuestion.Asked(
                        query.from(),
                        query.to(),
                        query.granularity(),
                        query.window(),
                        query.groupBy(),
                        accountFilters.of(filters),
                        query.convention(),
                        query.freeze(),
                        new ConventionParameters(query.fx(), query.logo(), query.discount(), query.taxes()),
                        query.asOf(),
                        query.knownAt()));
    }
}
