package io.farol.metrics.catalogue;

import static io.farol.metrics.catalogue.RatioFormula.ratio;
import static io.farol.metrics.catalogue.RatioFormula.sum;

import io.farol.runtime.error.DomainException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All metrics, declared once: what they mean and how they are computed (metrics.md 2). */
final class MetricCatalogue {
    private static final Combination LOST = Combination.of(Column.CONTRACTION, Column.CHURN);
    private static final Combination LOST_COUNT = Combination.of(Column.CONTRACTION_COUNT, Column.CHURN_COUNT);
    private static final Combination OPENING = Combination.of(Column.OPENING);
    private static final Combination THEN = Combination.of(Column.THEN);
    private static final Combination AT_START = Combination.of(Column.PAYING_AT_START);
    private static final Combination NET_LOST = LOST.minus(Column.EXPANSION, Column.READJUSTMENT);
    private static final Combination LOGOS = Combination.of(Column.LOGOS_AT_START);
    private static final Combination LOGOS_LOST = LOGOS.minus(Column.LOGOS_KEPT);
    private static final Combination KEPT = OPENING.minus(Column.CONTRACTION, Column.CHURN, Column.FREEZE);
    private static final Combination ROLLED = KEPT.plus(Column.EXPANSION, Column.UNFREEZE, Column.FX);

    private static final Combination THEN_GROSS = THEN.plus(Column.FROZEN_AT_START);
    private static final Combination OPENING_GROSS = OPENING.plus(Column.FROZEN_AT_START);
    private static final Combination KEPT_GROSS = OPENING_GROSS.minus(Column.CONTRACTION, Column.CHURN);
    private static final Combination NOW_GROSS = Combination.of(Column.NOW, Column.NOW_SUSPENDED);

    private static final Map<String, Metric> METRICS = byKey(List.of(
            Metric.named("mrr", "MRR", "MRR")
                    .means("Monthly recurring revenue at the end of the period, frozen MRR left out.", "closing MRR")
                    .by(sum(Combination.of(Column.CLOSING), Combination.of(Column.PAYING)))
                    .needs(),
            Metric.named("arr", "ARR", "ARR")
                    .means("Annual recurring revenue: expansions, churn and downsell are in it.", "12 × closing MRR")
                    .by(sum(Combination.of(Column.CLOSING).times(12), Combination.of(Column.PAYING)))
                    .needs(),
            Metric.named("acv", "Average contract value", "Valor médio anual de contrato (ACV)")
                    .means(
                            "Recurring value of the contracts under way per year of their terms: multi-year divided by its years, shorter ones annualised, open ones 12 × MRR.",
                            "Σ recurring value × 12 / months of the term, over contracts (PER_ACCOUNT: over accounts)")
                    .by(
                            "PER_CONTRACT",
                            ratio(
                                    Combination.of(Column.CONTRACT_VALUE),
                                    Combination.of(Column.CONTRACTS),
                                    Combination.of(Column.CONTRACTS)))
                    .by(
                            "PER_ACCOUNT",
                            ratio(
                                    Combination.of(Column.CONTRACT_VALUE),
                                    Combination.of(Column.CONTRACT_ACCOUNTS),
                                    Combination.of(Column.CONTRACT_ACCOUNTS)))
                    .needs(Need.CONTRACTS),
            Metric.named("average_ticket", "Average ticket (ARPA)", "Ticket médio")
                    .means(
                            "MRR per account with MRR at the end of the period, with the median; HIGH_DISPERSION when the standard deviation exceeds the mean.",
                            "closing MRR / accounts with MRR > 0 (ANNUAL: × 12)")
                    .by("MONTHLY", new TicketFormula(1))
                    .by("ANNUAL", new TicketFormula(12))
                    .needs(Need.SPREAD),
            movement("new_mrr", "New MRR", "MRR novo", BetterIs.HIGHER, Column.NEW, Column.NEW_COUNT),
            movement(
                    "expansion_mrr",
                    "Expansion MRR",
                    "MRR de expansão",
                    BetterIs.HIGHER,
                    Column.EXPANSION,
                    Column.EXPANSION_COUNT),
            movement(
                    "readjustment_mrr",
                    "Readjustment MRR",
                    "MRR de reajuste",
                    BetterIs.HIGHER,
                    Column.READJUSTMENT,
                    Column.READJUSTMENT_COUNT),
            movement(
                    "contraction_mrr",
                    "Contraction MRR",
                    "MRR de contração",
                    BetterIs.LOWER,
                    Column.CONTRACTION,
                    Column.CONTRACTION_COUNT),
            movement("churned_mrr", "Churned MRR", "MRR perdido", BetterIs.LOWER, Column.CHURN, Column.CHURN_COUNT),
            movement(
                    "reactivation_mrr",
                    "Reactivation MRR",
                    "MRR de reativação",
                    BetterIs.HIGHER,
                    Column.REACTIVATION,
                    Column.REACTIVATION_COUNT),
            movement(
                    "freeze_mrr",
                    "Freeze MRR",
                    "MRR congelado no período",
                    BetterIs.LOWER,
                    Column.FREEZE,
                    Column.FREEZE_COUNT),
            movement(
                    "unfreeze_mrr",
                    "Unfreeze MRR",
                    "MRR descongelado",
                    BetterIs.HIGHER,
                    Column.UNFREEZE,
                    Column.UNFREEZE_COUNT),
            Metric.named("net_new_mrr", "Net new MRR", "MRR novo líquido")
                    .means(
                            "All that moved MRR in the period.",
                            "new + reactivation + expansion + readjustment + unfreeze − freeze − contraction − churn + fx")
                    .by(sum(
                            Combination.of(
                                            Column.NEW,
                                            Column.REACTIVATION,
                                            Column.EXPANSION,
                                            Column.READJUSTMENT,
                                            Column.UNFREEZE,
                                            Column.FX)
                                    .minus(Column.FREEZE, Column.CONTRACTION, Column.CHURN),
                            LOST_COUNT.plus(
                                    Column.NEW_COUNT,
                                    Column.REACTIVATION_COUNT,
                                    Column.EXPANSION_COUNT,
                                    Column.READJUSTMENT_COUNT,
                                    Column.UNFREEZE_COUNT,
                                    Column.FREEZE_COUNT,
                                    Column.FX_COUNT)))
                    .needs(),
            Metric.named("gross_mrr_churn", "Gross MRR churn", "Churn bruto de MRR")
                    .in(Unit.MONEY, BetterIs.LOWER)
                    .means("MRR lost by downsell and churn, expansion left out.", "contraction + churn")
                    .by(sum(LOST, LOST_COUNT))
                    .needs(),
            Metric.named("gross_mrr_churn_rate", "Gross MRR churn rate", "Taxa de churn bruto de MRR")
                    .in(Unit.RATIO, BetterIs.LOWER)
                    .means("Share of the opening MRR lost by downsell and churn.", "(contraction + churn) / opening")
                    .by(ratio(LOST, OPENING, AT_START))
                    .needs(),
            Metric.named("net_mrr_churn", "Net MRR churn", "Churn líquido de MRR")
                    .in(Unit.MONEY, BetterIs.LOWER)
                    .means(
                            "MRR lost less MRR grown in the base; negative = the base grew by itself.",
                            "contraction + churn − expansion − readjustment (WITH_REACTIVATION: − reactivation)")
                    .by(sum(NET_LOST, LOST_COUNT).exIndexation(NET_LOST.plus(Column.READJUSTMENT)))
                    .by(
                            "WITH_REACTIVATION",
                            sum(NET_LOST.minus(Column.REACTIVATION), LOST_COUNT)
                                    .exIndexation(
                                            NET_LOST.minus(Column.REACTIVATION).plus(Column.READJUSTMENT)))
                    .needs(),
            Metric.named("net_mrr_churn_rate", "Net MRR churn rate", "Taxa de churn líquido de MRR")
                    .in(Unit.RATIO, BetterIs.LOWER)
                    .means(
                            "Net MRR churn as a share of the opening MRR; negative = the base grew by itself.",
                            "(contraction + churn − expansion − readjustment) / opening (WITH_REACTIVATION: − reactivation)")
                    .by(ratio(NET_LOST, OPENING, AT_START).exIndexation(NET_LOST.plus(Column.READJUSTMENT)))
                    .by(
                            "WITH_REACTIVATION",
                            ratio(NET_LOST.minus(Column.REACTIVATION), OPENING, AT_START)
                                    .exIndexation(
                                            NET_LOST.minus(Column.REACTIVATION).plus(Column.READJUSTMENT)))
                    .needs(),
            Metric.named("grr", "Gross revenue retention", "Retenção bruta de receita (GRR)")
                    .in(Unit.RATIO, BetterIs.HIGHER)
                    .means(
                            "How much of the MRR at the window's start is still there, capped account by account; suspended MRR counts as 0. At kept exchange rates; with fx=CURRENT the rates' moves are in COHORT, and not in ROLL_FORWARD.",
                            "COHORT: Σ min(MRR now, MRR then) / Σ MRR then; ROLL_FORWARD: (opening − contraction − churn − freeze) / opening")
                    .by(
                            "COHORT",
                            ratio(Combination.of(Column.MIN), THEN, AT_START)
                                    .ofWhichFrozen(Combination.of(Column.MIN_FROZEN)))
                    .by("ROLL_FORWARD", ratio(KEPT, OPENING, AT_START).ofWhichFrozen(Combination.of(Column.FREEZE)))
                    .neutral("COHORT", ratio(Combination.of(Column.MIN, Column.MIN_SUSPENDED), THEN_GROSS, LOGOS))
                    .neutral("ROLL_FORWARD", ratio(KEPT_GROSS, OPENING_GROSS, LOGOS))
                    .needs(Need.WINDOW, Need.FROZEN),
            Metric.named("nrr", "Net revenue retention", "Retenção líquida de receita (NRR)")
                    .in(Unit.RATIO, BetterIs.HIGHER)
                    .means(
                            "What became of the MRR at the window's start, indexation included; new and reactivated accounts are not in it; suspended MRR counts as 0. At kept exchange rates; with fx=CURRENT the rates' moves are in it.",
                            "COHORT: Σ MRR now / Σ MRR then; ROLL_FORWARD: (opening + expansion + readjustment + unfreeze + fx − freeze − contraction − churn) / opening")
                    .by(
                            "COHORT",
                            ratio(Combination.of(Column.NOW), THEN, AT_START)
                                    .exIndexation(Combination.of(Column.NOW).minus(Column.INDEX))
                                    .ofWhichFrozen(Combination.of(Column.NOW_FROZEN)))
                    .by(
                            "ROLL_FORWARD",
                            ratio(ROLLED.plus(Column.READJUSTMENT), OPENING, AT_START)
                                    .exIndexation(ROLLED)
                                    .ofWhichFrozen(Combination.of(Column.FREEZE)))
                    .neutral(
                            "COHORT",
                            ratio(NOW_GROSS, THEN_GROSS, LOGOS)
                                    .exIndexation(NOW_GROSS.minus(Column.INDEX, Column.INDEX_SUSPENDED)))
                    .neutral(
                            "ROLL_FORWARD",
                            ratio(KEPT_GROSS.plus(Column.EXPANSION, Column.READJUSTMENT), OPENING_GROSS, LOGOS)
                                    .exIndexation(KEPT_GROSS.plus(Column.EXPANSION)))
                    .needs(Need.WINDOW, Need.FROZEN),
            Metric.named("logo_churn_rate", "Customer churn rate", "Taxa de churn de clientes")
                    .in(Unit.RATIO, BetterIs.LOWER)
                    .means(
                            "Accounts there at the window's start and not at its end; frozen accounts are there.",
                            "START: lost / accounts at the start; START_PLUS_NEW: lost / (accounts at the start + those that came)")
                    .by("START", ratio(LOGOS_LOST, LOGOS, LOGOS))
                    .by(
                            "START_PLUS_NEW",
                            ratio(
                                    LOGOS_LOST,
                                    LOGOS.plus(Column.NEW_COUNT, Column.REACTIVATION_COUNT),
                                    LOGOS.plus(Column.NEW_COUNT, Column.REACTIVATION_COUNT)))
                    .needs(Need.WINDOW),
            Metric.named("retention_rate", "Customer retention rate", "Taxa de retenção de clientes")
                    .in(Unit.RATIO, BetterIs.HIGHER)
                    .means(
                            "Share of the accounts at the window's start that are there at its end.",
                            "1 − logo churn rate")
                    .by(ratio(Combination.of(Column.LOGOS_KEPT), LOGOS, LOGOS))
                    .needs(Need.WINDOW),
            Metric.named("life_time", "Life time", "Tempo de vida do cliente")
                    .in(Unit.MONTHS, BetterIs.HIGHER)
                    .means(
                            "Months at whose end an account was there, gaps out, up to the end of the period: mean and median of those that ended; those that live on are censored, which the Kaplan–Meier mean and median take into account.",
                            "Σ months of ended accounts / ended accounts")
                    .by(new LifeTimeFormula())
                    .needs(Need.LIVES),
            Metric.named("ltv", "Lifetime value", "Valor vitalício do cliente (LTV)")
                    .means(
                            "What an account is worth over its life; null, with the reason, when nothing has ended or churned.",
                            "TICKET_TIMES_LIFETIME: average ticket × mean life time of ended accounts; TICKET_OVER_CHURN: average ticket / logo churn rate per month")
                    .by("TICKET_TIMES_LIFETIME", new LtvFormula(false))
                    .by("TICKET_OVER_CHURN", new LtvFormula(true))
                    .needs(Need.LIVES, Need.WINDOW),
            Metric.named("quick_ratio", "Quick ratio", "Quick ratio")
                    .in(Unit.RATIO, BetterIs.HIGHER)
                    .means(
                            "MRR won for each unit lost; null when nothing was lost.",
                            "(new + expansion + reactivation) / (contraction + churn)")
                    .by(ratio(
                                    Combination.of(Column.NEW, Column.EXPANSION, Column.REACTIVATION),
                                    LOST,
                                    LOST_COUNT.plus(
                                            Column.NEW_COUNT, Column.EXPANSION_COUNT, Column.REACTIVATION_COUNT))
                            .whenZero("NOTHING_LOST"))
                    .needs(),
            Metric.named("frozen_mrr", "Frozen MRR", "MRR congelado")
                    .in(Unit.MONEY, BetterIs.LOWER)
                    .means("MRR whose billing is suspended at the end of the period; the logos stay.", "frozen MRR")
                    .by(sum(Combination.of(Column.FROZEN), Combination.of(Column.FROZEN_COUNT)))
                    .needs(),
            Metric.named("scheduled_churn_mrr", "Scheduled churn MRR", "MRR de churn agendado")
                    .in(Unit.MONEY, BetterIs.LOWER)
                    .means(
                            "MRR of lines that are served at the end of the period (today, in the running one) and whose end after today is known.",
                            "Σ MRR of lines with a known end")
                    .by(sum(Combination.of(Column.SCHEDULED), Combination.of(Column.SCHEDULED_COUNT)))
                    .needs(Need.SCHEDULED),
            Metric.named("ttfv_days", "Time to First Value", "Tempo até o Primeiro Valor (TTFV)")
                    .in(Unit.DAYS, BetterIs.LOWER)
                    .means(
                            "Days from signature (else contract start) to First Value, of accounts that reached it within the window: mean, median, p75 and p90; accounts on their way at the period's end are excluded as censored.",
                            "Σ days / accounts (NET: days in which the client was not available left out)")
                    .by("GROSS", new TtfvFormula(false))
                    .by("NET", new TtfvFormula(true))
                    .needs(Need.ONBOARDINGS),
            Metric.named("activation_rate", "Activation rate", "Taxa de ativação")
                    .in(Unit.RATIO, BetterIs.HIGHER)
                    .means(
                            "Of the accounts whose onboarding began within the window, the share that is past First Value by now.",
                            "accounts past First Value / accounts that entered onboarding, by cohort of entry")
                    .by(ratio(
                            Combination.of(Column.ACTIVATED),
                            Combination.of(Column.ENTERED),
                            Combination.of(Column.ENTERED)))
                    .needs(Need.ONBOARDINGS)));

    private MetricCatalogue() {}

    /** In the order of their declaration. */
    static List<Metric> all() {
        return List.copyOf(METRICS.values());
    }

    /** The metric of a key; not found when there is none. */
    static Metric get(String key) {
        Metric metric = METRICS.get(key);
        if (metric == null) {
            throw DomainException.notFound();
        }
        return metric;
    }

    static boolean knows(String key) {
        return METRICS.containsKey(key);
    }

    private static Metric movement(
            String key, String name, String namePt, BetterIs betterIs, Column column, Column count) {
        String figure = column.name().toLowerCase(java.util.Locale.ROOT);
        return Metric.named(key, name, namePt)
                .in(Unit.MONEY, betterIs)
                .means("The column " + figure + " of the monthly statement, summed over the period.", "Σ " + figure)
                .by(sum(Combination.of(column), Combination.of(count)))
                .needs();
    }

    private static Map<String, Metric> byKey(List<Metric> metrics) {
        Map<String, Metric> byKey = new LinkedHashMap<>();
        metrics.forEach(metric -> byKey.put(metric.key(), metric));
        return byKey;
    }
}
