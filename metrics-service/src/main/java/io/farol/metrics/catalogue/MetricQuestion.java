package io.farol.metrics.catalogue;

import io.farol.metrics.retelling.ConventionParameters;
import io.farol.metrics.retelling.Conventions;
import io.farol.metrics.retelling.FxTreatment;
import io.farol.metrics.retelling.RetellingError;
import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.FigurePolicy;
import io.farol.metrics.viewpoint.Months;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question about one metric, checked.
 *
 * @param window months; 1, 3, 6 or 12
 * @param convention the tenant's own, once the question is {@link #under} its policy, where none was asked for
 * @param grossMargin the tenant's own, likewise; null = not said
 */
record MetricQuestion(
        Metric metric,
        Granularity granularity,
        List<Period> periods,
        int window,
        @Nullable Dimension groupBy,
        AccountFilter filter,
        String convention,
        boolean isConventionAsked,
        @Nullable BigDecimal grossMargin,
        FreezeTreatment freeze,
        Conventions conventions,
        @Nullable LocalDate asOf,
        @Nullable Instant knownAt) {
    private static final List<Integer> WINDOWS = List.of(1, 3, 6, 12);

    /** Told from both ends of a window, so that it holds what exchange rates did in between. */
    private static final Set<Column> OF_SUSPENDED = Set.of(Column.NOW_SUSPENDED, Column.MIN_SUSPENDED);

    MetricQuestion {
        if (conventions.fx() == FxTreatment.CURRENT
                && freeze == FreezeTreatment.NEUTRAL
                && Collections.disjoint(formulaOf(metric, convention, freeze).columns(), OF_SUSPENDED)) {
            throw RetellingError.notAvailable("freeze", "what rates did to frozen MRR is in no column");
        }
    }

    /** The question as a tenant means it that has conventions and a margin of its own. */
    MetricQuestion under(FigurePolicy policy) {
        String meant = isConventionAsked ? convention : metric.defaultConvention(policy);
        return new MetricQuestion(
                metric,
                granularity,
                periods,
                window,
                groupBy,
                filter,
                meant,
                isConventionAsked,
                policy.grossMargin(),
                freeze,
                conventions,
                asOf,
                knownAt);
    }

    /**
     * As it is asked; null = the default.
     *
     * @param from first month, inclusive; the period that it is in comes whole
     * @param to last month, inclusive; the period that it is in comes whole
     */
    record Asked(
            @Nullable YearMonth from,
            @Nullable YearMonth to,
            @Nullable Granularity granularity,
            @Nullable Integer window,
            @Nullable String groupBy,
            AccountFilter filter,
            @Nullable String convention,
            @Nullable FreezeTreatment freeze,
            ConventionParameters conventions,
            @Nullable LocalDate asOf,
            @Nullable Instant knownAt) {}

    static MetricQuestion of(Metric metric, Asked asked) {
        YearMonth from = Months.required("from", asked.from);
        YearMonth to = Months.required("to", asked.to);
        if (to.isBefore(from)) {
            throw refused(Fault.in("to", PlatformError.ENDS_BEFORE_START));
        }
        Granularity granularity = asked.granularity == null ? Granularity.MONTH : asked.granularity;
        return of(metric, Period.between(Months.number(from), Months.number(to), granularity), granularity, asked);
    }

    static MetricQuestion of(Metric metric, List<Period> periods, Granularity granularity, Asked asked) {
        int window = asked.window == null ? granularity.months() : asked.window;
        if (!WINDOWS.contains(window)) {
            throw refused(unknown("window", String.valueOf(window), WINDOWS));
        }
        String convention = asked.convention == null ? metric.defaultConvention(FigurePolicy.NONE) : asked.convention;
        if (!metric.conventions().containsKey(convention)) {
            throw refused(unknown(
                    "convention", convention, List.copyOf(metric.conventions().keySet())));
        }
        @Nullable Dimension groupBy = asked.groupBy == null ? null : Dimension.groupBy(asked.groupBy);
        if (groupBy != null && groupBy.isOfLines() && !metric.groupings().contains(groupBy.name())) {
            throw refused(unknown("groupBy", groupBy.name(), metric.groupings()));
        }
        FreezeTreatment freeze = asked.freeze == null ? FreezeTreatment.ZERO : asked.freeze;
        if (asked.freeze != null && metric.neutral().isEmpty()) {
            throw new DomainException(
                    MetricError.CONVENTION_WITHOUT_EFFECT,
                    metric.key() + " does not depend on freezes",
                    Map.of(),
                    List.of(Fault.in("freeze", MetricError.CONVENTION_WITHOUT_EFFECT)));
        }
        if (freeze == FreezeTreatment.NEUTRAL && groupBy != null && groupBy.isOfLines()) {
            throw refused(unknown("groupBy", groupBy.name(), withoutLines(metric)));
        }
        Conventions conventions = conventions(metric, asked.conventions);
        boolean isOfLines = groupBy != null && groupBy.isOfLines();
        if (!conventions.isStandard() && isOfLines && !asked.filter.isAll()) {
            throw RetellingError.notAvailable("groupBy", "lines of chosen accounts are not told anew");
        }
        if (!conventions.isStandard() && isOfLines && !metric.needs().isEmpty()) {
            throw refused(unknown("groupBy", groupBy.name(), withoutLines(metric)));
        }
        return new MetricQuestion(
                metric,
                granularity,
                periods,
                window,
                groupBy,
                asked.filter,
                convention,
                asked.convention != null,
                null,
                freeze,
                conventions,
                asked.asOf,
                asked.knownAt);
    }

    private static Conventions conventions(Metric metric, ConventionParameters asked) {
        check(metric, "fx", asked.fx(), metric.dependsOnMrr(), metric.fxTreatments());
        check(metric, "logo", asked.logo(), metric.dependsOnLogos(), metric.logoTreatments());
        check(metric, "discount", asked.discount(), metric.dependsOnLogos(), metric.discountTreatments());
        check(metric, "taxes", asked.taxes(), metric.dependsOnMrr(), metric.taxTreatments());
        return asked.conventions();
    }

    private static void check(
            Metric metric, String parameter, @Nullable Enum<?> asked, boolean hasEffect, List<?> allowed) {
        if (asked == null) {
            return;
        }
        if (!hasEffect) {
            throw new DomainException(
                    MetricError.CONVENTION_WITHOUT_EFFECT,
                    metric.key() + " does not depend on " + parameter,
                    Map.of(),
                    List.of(Fault.in(parameter, MetricError.CONVENTION_WITHOUT_EFFECT)));
        }
        if (!allowed.contains(asked)) {
            throw RetellingError.notAvailable(parameter, metric.key() + " is not told under " + asked);
        }
    }

    /** The formula of the convention. */
    Formula formula() {
        return formulaOf(metric, convention, freeze).withMargin(grossMargin);
    }

    private static Formula formulaOf(Metric metric, String convention, FreezeTreatment freeze) {
        Formula formula = (freeze == FreezeTreatment.NEUTRAL ? metric.neutral() : metric.conventions()).get(convention);
        if (formula == null) {
            throw new IllegalStateException(convention);
        }
        return formula;
    }

    /** What has to be read, but for the flows. */
    Set<Need> needs() {
        EnumSet<Need> needs = EnumSet.noneOf(Need.class);
        needs.addAll(metric.needs());
        if (freeze == FreezeTreatment.NEUTRAL) {
            needs.remove(Need.FROZEN);
            needs.add(Need.SUSPENDED);
        }
        return needs;
    }

    private static List<String> withoutLines(Metric metric) {
        return metric.groupings().stream()
                .filter(name -> !new Dimension(name).isOfLines())
                .toList();
    }

    private static Fault unknown(String parameter, String value, List<?> allowed) {
        return Fault.in(parameter, PlatformError.UNKNOWN_VALUE, Map.of("value", value, "allowed", allowed));
    }

    private static DomainException refused(Fault fault) {
        return DomainException.invalid(List.of(fault));
    }
}
