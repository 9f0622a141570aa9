package io.farol.metrics.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.farol.metrics.catalogue.Explanations.ExplainedAccount;
import io.farol.metrics.retelling.DiscountTreatment;
import io.farol.metrics.retelling.FxTreatment;
import io.farol.metrics.retelling.LogoTreatment;
import io.farol.metrics.retelling.TaxTreatment;
import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.runtime.feed.SourceFreshness;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.Total;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the accounts behind one value of a metric; what is said of conventions is as in {@link MetricAnswer}.
 *
 * @param window months before the period's end at which what the value is compared with lies
 * @param group null without a grouping
 * @param knownAt with {@code asOf} it gives the same page again
 * @param unconvertedLines contract lines without an exchange rate, of all groups, which the answer leaves out
 */
public record MetricExplanation(
        String metric,
        Unit unit,
        String convention,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FreezeTreatment freeze,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FxTreatment fx,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LogoTreatment logo,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DiscountTreatment discount,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TaxTreatment taxes,

        int window,
        String period,
        @Nullable String group,
        String currency,
        List<ExplainedAccount> items,
        @Nullable String nextPageToken,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Total total,

        LocalDate asOf,
        Instant knownAt,
        long unconvertedLines,
        List<SourceFreshness> freshness) {

    static MetricExplanation of(
            Viewpoint viewpoint,
            MetricQuestion question,
            @Nullable String group,
            Page<ExplainedAccount> page,
            long unconvertedLines,
            List<SourceFreshness> freshness) {
        FxTreatment fx = question.conventions().fx();
        LogoTreatment logo = question.conventions().logo();
        DiscountTreatment discount = question.conventions().discount();
        TaxTreatment taxes = question.conventions().taxes();
        return new MetricExplanation(
                question.metric().key(),
                question.metric().unit(),
                question.convention(),
                question.freeze() == FreezeTreatment.ZERO ? null : question.freeze(),
                fx == FxTreatment.AT_START ? null : fx,
                logo == LogoTreatment.ACCOUNT ? null : logo,
                discount == DiscountTreatment.SUBTRACTED ? null : discount,
                taxes == TaxTreatment.INCLUDED ? null : taxes,
                question.window(),
                question.periods().getFirst().label(),
                group,
                viewpoint.currency().getCurrencyCode(),
                page.items(),
                page.nextPageToken(),
                page.total(),
                viewpoint.asOf(),
                viewpoint.knownAt(),
                unconvertedLines,
                freshness);
    }
}
