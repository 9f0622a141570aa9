package io.farol.metrics.catalogue;

import io.farol.metrics.retelling.ConventionParameters;
import io.farol.metrics.viewpoint.AccountFilter;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What a series is asked for with, the filters aside; null = the default. */
public record MetricParameters(
        @QueryParam("from")
        @Parameter(
                required = true,
                example = "2026-03",
                description = "First month, inclusive; its period comes whole.")
        @Nullable
        YearMonth from,

        @QueryParam("to")
        @Parameter(required = true, example = "2026-03", description = "Last month, inclusive; its period comes whole.")
        @Nullable
        YearMonth to,

        @QueryParam("granularity") @Nullable Granularity granularity,

        @QueryParam("window")
        @Parameter(description = "Months: 1, 3, 6 or 12; default: those of the granularity.")
        @Nullable
        Integer window,

        @QueryParam("groupBy") @Nullable String groupBy,

        @QueryParam("convention") @Nullable String convention,

        @QueryParam("freeze") @Parameter(description = "How GRR and NRR count suspended MRR; default ZERO.") @Nullable
        FreezeTreatment freeze,

        @QueryParam("asOf") @Nullable LocalDate asOf,

        @QueryParam("knownAt") @Nullable Instant knownAt) {

    MetricQuestion question(String key, ConventionParameters conventions, AccountFilter accounts) {
        return MetricQuestion.of(
                MetricCatalogue.get(key),
                new MetricQuestion.Asked(
                        from,
                        to,
                        granularity,
                        window,
                        groupBy,
                        accounts,
                        convention,
                        freeze,
                        conventions,
                        asOf,
                        knownAt));
    }
}
