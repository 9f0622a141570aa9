package io.farol.metrics.catalogue;

import io.farol.metrics.retelling.DiscountTreatment;
import io.farol.metrics.retelling.FxTreatment;
import io.farol.metrics.retelling.LogoTreatment;
import io.farol.metrics.retelling.TaxTreatment;
import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.FigurePolicy;
import io.farol.runtime.feed.FeedSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One metric as it is declared.
 *
 * @param key as in paths
 * @param name in English
 * @param namePt in Brazilian Portuguese
 * @param conventions formulas by name, the catalogue's own default first
 * @param neutral the same with suspended MRR as if it were billed; empty when that makes no difference
 * @param needs what has to be read for it, but for the flows
 */
record Metric(
        String key,
        String name,
        String namePt,
        Unit unit,
        BetterIs betterIs,
        String definition,
        String formulaText,
        String reference,
        Map<String, Formula> conventions,
        Map<String, Formula> neutral,
        Set<Need> needs) {
    private static final String STANDARD = "STANDARD";

    /** The service whose facts it follows from. */
    String source() {
        return (needs.contains(Need.ONBOARDINGS) ? FeedSource.ONBOARDING : FeedSource.ACCOUNTS).label();
    }

    /** Under which it is answered where none is asked for: the tenant's own, else the first. */
    String defaultConvention(FigurePolicy policy) {
        return policy.convention(key)
                .filter(conventions::containsKey)
                .orElseGet(() -> conventions.keySet().iterator().next());
    }

    /** What it can be grouped by; {@code attr.*} stands for every custom attribute. */
    List<String> groupings() {
        boolean isOfAccounts = needs.contains(Need.LIVES) || needs.contains(Need.ONBOARDINGS);
        List<String> names = new java.util.ArrayList<>(Dimension.NAMES);
        names.removeIf(name -> isOfAccounts && new Dimension(name).isOfLines());
        names.add("attr.*");
        return names;
    }

    /** How suspended MRR may be counted, the default first. */
    List<FreezeTreatment> freezeTreatments() {
        return neutral.isEmpty()
                ? List.of(FreezeTreatment.ZERO)
                : List.of(FreezeTreatment.ZERO, FreezeTreatment.NEUTRAL);
    }

    /** Whether its values can be told anew under conventions about some accounts: they follow from the ledger alone. */
    boolean isRetold() {
        return java.util.Collections.disjoint(needs, Set.of(Need.CONTRACTS, Need.SCHEDULED, Need.ONBOARDINGS));
    }

    /** Whether it makes a difference how much a line's MRR is. */
    boolean dependsOnMrr() {
        return conventions.values().stream()
                .flatMap(formula -> formula.columns().stream())
                .anyMatch(Column::isMoney);
    }

    /** Whether it makes a difference what counts as one customer, and who is one: without its discount an account may be one. */
    boolean dependsOnLogos() {
        return !needs.contains(Need.ONBOARDINGS);
    }

    /** At which exchange rates MRR may count, the default first. */
    List<FxTreatment> fxTreatments() {
        return isRetold() && dependsOnMrr()
                ? List.of(FxTreatment.AT_START, FxTreatment.CURRENT)
                : List.of(FxTreatment.AT_START);
    }

    /** Whether discounts may count, the default first. */
    List<DiscountTreatment> discountTreatments() {
        return isRetold() && dependsOnLogos()
                ? List.of(DiscountTreatment.SUBTRACTED, DiscountTreatment.IGNORED)
                : List.of(DiscountTreatment.SUBTRACTED);
    }

    /** Whether embedded taxes may count, the default first. */
    List<TaxTreatment> taxTreatments() {
        return isRetold() && dependsOnMrr()
                ? List.of(TaxTreatment.INCLUDED, TaxTreatment.NET)
                : List.of(TaxTreatment.INCLUDED);
    }

    /** What may count as one customer, the default first. */
    List<LogoTreatment> logoTreatments() {
        return isRetold() && dependsOnLogos()
                ? List.of(LogoTreatment.ACCOUNT, LogoTreatment.GROUP)
                : List.of(LogoTreatment.ACCOUNT);
    }

    static Builder named(String key, String name, String namePt) {
        return new Builder(key, name, namePt);
    }

    /** Collects the parts of a declaration. */
    static final class Builder {
        private final String key;
        private final String name;
        private final String namePt;
        private final Map<String, Formula> conventions = new LinkedHashMap<>();
        private final Map<String, Formula> neutral = new LinkedHashMap<>();
        private final Set<Need> needs = EnumSet.noneOf(Need.class);
        private Unit unit = Unit.MONEY;
        private BetterIs betterIs = BetterIs.HIGHER;
        private String definition = "";
        private String formulaText = "";

        private Builder(String key, String name, String namePt) {
            this.key = key;
            this.name = name;
            this.namePt = namePt;
        }

        Builder in(Unit ofValue, BetterIs direction) {
            unit = ofValue;
            betterIs = direction;
            return this;
        }

        Builder means(String text, String asFormula) {
            definition = text;
            formulaText = asFormula;
            return this;
        }

        Builder by(Formula formula) {
            return by(STANDARD, formula);
        }

        Builder by(String convention, Formula formula) {
            conventions.put(convention, formula);
            return this;
        }

        /** The formula of a convention with suspended MRR as if it were billed. */
        Builder neutral(String convention, Formula formula) {
            neutral.put(convention, formula);
            return this;
        }

        Metric needs(Need... queries) {
            needs.addAll(List.of(queries));
            return new Metric(
                    key,
                    name,
                    namePt,
                    unit,
                    betterIs,
                    definition,
                    formulaText,
                    "metrics.md 1 and 2",
                    java.util.Collections.unmodifiableMap(conventions),
                    java.util.Collections.unmodifiableMap(neutral),
                    needs);
        }
    }
}
