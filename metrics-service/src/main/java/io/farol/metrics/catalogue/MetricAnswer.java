package io.farol.metrics.catalogue;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.farol.metrics.retelling.DiscountTreatment;
import io.farol.metrics.retelling.FxTreatment;
import io.farol.metrics.retelling.LogoTreatment;
import io.farol.metrics.retelling.TaxTreatment;
import io.farol.metrics.viewpoint.MetricGroup;
import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.runtime.feed.SourceFreshness;
import io.farol.runtime.rest.CsvTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A metric's series: every period × every group, in the order of periods and then of groups.
 *
 * @param convention that was used: the one asked for, else the tenant's own
 * @param grossMargin that the values are multiplied by, a ratio as a decimal string; of lifetime values in a tenant that set one
 * @param freeze NEUTRAL when suspended MRR counts as if it were billed
 * @param fx CURRENT when MRR in other currencies counts at the rates of the day
 * @param logo GROUP when an account with its subsidiaries counts once
 * @param discount IGNORED when discounts are not subtracted
 * @param taxes NET when taxes that are in the price are subtracted
 * @param window months before a period's end at which what it is compared with lies
 * @param groups empty without a grouping
 */
public record MetricAnswer(
        String metric,
        Unit unit,
        String convention,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        BigDecimal grossMargin,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FreezeTreatment freeze,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FxTreatment fx,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LogoTreatment logo,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DiscountTreatment discount,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TaxTreatment taxes,

        int window,
        String currency,
        LocalDate asOf,
        Instant knownAt,
        List<MetricGroup> groups,
        List<MetricPoint> series,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long unconvertedLines,

        List<SourceFreshness> freshness) {

    /**
     * One value with what it was made of; figures are decimal strings.
     *
     * @param group null without a grouping
     * @param value null when it cannot be said: see the flags
     * @param n accounts (contracts) behind it
     * @param excluded left out: lines without an exchange rate, or accounts that live on
     * @param exIndexation the value without readjustments by index
     * @param ofWhichFrozen suspended MRR that counts as 0 in the value
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record MetricPoint(
            String period,
            @Nullable String group,
            @Nullable String value,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String exIndexation,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String ofWhichFrozen,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String median,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String p75,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String p90,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String kaplanMeierMean,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String kaplanMeierMedian,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String lifeTime,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String censoredShare,

            String numerator,
            @Nullable String denominator,
            long n,
            long excluded,
            List<String> flags) {
        /** Of the table of a series; figures that a metric does not have are empty. */
        static final List<String> COLUMNS = List.of(
                "period",
                "group",
                "groupLabel",
                "value",
                "exIndexation",
                "ofWhichFrozen",
                "median",
                "p75",
                "p90",
                "kaplanMeierMean",
                "kaplanMeierMedian",
                "lifeTime",
                "censoredShare",
                "numerator",
                "denominator",
                "n",
                "excluded",
                "flags");

        private List<Object> row(@Nullable String label) {
            return Arrays.asList(
                    period,
                    group,
                    label,
                    CsvTable.decimal(value),
                    CsvTable.decimal(exIndexation),
                    CsvTable.decimal(ofWhichFrozen),
                    CsvTable.decimal(median),
                    CsvTable.decimal(p75),
                    CsvTable.decimal(p90),
                    CsvTable.decimal(kaplanMeierMean),
                    CsvTable.decimal(kaplanMeierMedian),
                    CsvTable.decimal(lifeTime),
                    CsvTable.decimal(censoredShare),
                    CsvTable.decimal(numerator),
                    CsvTable.decimal(denominator),
                    n,
                    excluded,
                    flags);
        }
    }

    /** The series as rows of a table. */
    List<List<Object>> rows() {
        Map<String, String> labels =
                groups.stream().collect(Collectors.toMap(MetricGroup::key, MetricGroup::label, (one, other) -> one));
        return series.stream()
                .map(point -> point.row(point.group() == null ? null : labels.get(point.group())))
                .toList();
    }

    static MetricPoint point(
            Viewpoint viewpoint, Metric metric, Formula formula, Period period, @Nullable String group, Figure figure) {
        return new MetricPoint(
                period.label(),
                group,
                shown(viewpoint, figure.value(), metric.unit()),
                also(viewpoint, figure, "exIndexation"),
                also(viewpoint, figure, "ofWhichFrozen"),
                also(viewpoint, figure, "median"),
                also(viewpoint, figure, "p75"),
                also(viewpoint, figure, "p90"),
                also(viewpoint, figure, "kaplanMeierMean"),
                also(viewpoint, figure, "kaplanMeierMedian"),
                also(viewpoint, figure, "lifeTime"),
                also(viewpoint, figure, "censoredShare"),
                part(viewpoint, figure.numerator(), formula.numerator()),
                figure.denominator() == null ? null : part(viewpoint, figure.denominator(), formula.denominator()),
                figure.n(),
                figure.excluded(),
                figure.flags());
    }

    private static @Nullable String also(Viewpoint viewpoint, Figure figure, String name) {
        Figure.Also also = figure.also().get(name);
        return also == null ? null : shown(viewpoint, also.value(), also.unit());
    }

    private static String part(Viewpoint viewpoint, BigDecimal value, Combination combination) {
        if (combination.isEmpty()) {
            return value.scale() > 4 ? ratio(value) : viewpoint.money(value);
        }
        return combination.isMoney() ? viewpoint.money(value) : value.toPlainString();
    }

    private static @Nullable String shown(Viewpoint viewpoint, @Nullable BigDecimal value, Unit unit) {
        if (value == null) {
            return null;
        }
        return switch (unit) {
            case MONEY -> viewpoint.money(value);
            case RATIO, MONTHS, DAYS -> ratio(value);
        };
    }

    private static String ratio(BigDecimal value) {
        return value.setScale(6, RoundingMode.HALF_EVEN).toPlainString();
    }
}
