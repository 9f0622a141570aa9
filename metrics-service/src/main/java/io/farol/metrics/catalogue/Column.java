package io.farol.metrics.catalogue;

/**
 * What is known of a group in a period, as a sum over its accounts; metrics are combinations of these. A window ends with the period and is as long, unless another length is asked for.
 *
 * <p>{@code sql} is the same of one account, over the columns of {@link ExplanationSql}.
 */
enum Column {
    /** MRR at the start of the window. */
    OPENING(true, "opening_e4"),
    /** MRR at the end of the period. */
    CLOSING(true, "closing_e4"),
    /** Frozen MRR at the end of the period. */
    FROZEN(true, "frozen_e4"),
    NEW(true, "new_e4"),
    REACTIVATION(true, "reactivation_e4"),
    EXPANSION(true, "expansion_e4"),
    READJUSTMENT(true, "readjustment_e4"),
    UNFREEZE(true, "unfreeze_e4"),
    FREEZE(true, "freeze_e4"),
    CONTRACTION(true, "contraction_e4"),
    CHURN(true, "churn_e4"),
    /** What exchange rates did to what was held; nothing unless accounts are told anew. */
    FX(true, "0"),
    /** MRR at the start of the window of those whose group it was then. */
    THEN(true, "opening_e4"),
    /** MRR at the end of those with MRR at the start. */
    NOW(true, "now_e4"),
    /** The lesser of both, account by account. */
    MIN(true, "least(opening_e4, now_e4)"),
    /** Readjustments inside the window of those with MRR at both ends. */
    INDEX(true, "index_e4"),
    /** Frozen at the end, of those with MRR at the start. */
    NOW_FROZEN(true, "now_frozen_e4"),
    /** The same, at most what each had at the start. */
    MIN_FROZEN(true, "least(opening_e4, now_frozen_e4)"),
    /** Frozen MRR at the start of the window. */
    FROZEN_AT_START(true, "opening_frozen_e4"),
    /** What NOW lacks when suspended MRR counts as if it were billed, then and now. */
    NOW_SUSPENDED(true, "now_suspended_e4"),
    /** What MIN lacks in the same case. */
    MIN_SUSPENDED(true, "min_suspended_e4"),
    /** What INDEX lacks in the same case. */
    INDEX_SUSPENDED(true, "index_suspended_e4"),
    /** MRR that is served and whose end is known. */
    SCHEDULED(true, "scheduled_e4"),
    /** Recurring value of contracts per year of their terms. */
    CONTRACT_VALUE(true, "contract_value_e4"),
    /** Months of life of accounts that ended. */
    ENDED_MONTHS(false, "ended_months"),

    NEW_COUNT(false, "least(new_e4, 1)"),
    REACTIVATION_COUNT(false, "least(reactivation_e4, 1)"),
    EXPANSION_COUNT(false, "least(expansion_e4, 1)"),
    READJUSTMENT_COUNT(false, "abs(sign(readjustment_e4))::bigint"),
    UNFREEZE_COUNT(false, "least(unfreeze_e4, 1)"),
    FREEZE_COUNT(false, "least(freeze_e4, 1)"),
    CONTRACTION_COUNT(false, "least(contraction_e4, 1)"),
    CHURN_COUNT(false, "least(churn_e4, 1)"),
    FX_COUNT(false, "0"),
    /** Accounts with MRR at the end. */
    PAYING(false, "least(closing_e4, 1)"),
    /** Accounts with MRR at the start of the window. */
    PAYING_AT_START(false, "least(opening_e4, 1)"),
    FROZEN_COUNT(false, "least(frozen_e4, 1)"),
    /** Logos at the start of the window, frozen ones included. */
    LOGOS_AT_START(false, "logo_at_start"),
    /** Logos at both ends of the window. */
    LOGOS_KEPT(false, "logo_kept"),
    SCHEDULED_COUNT(false, "least(scheduled_e4, 1)"),
    CONTRACTS(false, "contracts"),
    CONTRACT_ACCOUNTS(false, "least(contracts, 1)"),
    /** Accounts that ended. */
    ENDED(false, "ended"),
    /** Accounts that live on. */
    CENSORED(false, "censored"),
    /** Days from signature to First Value, of those that reached it within the window. */
    TTFV_DAYS(false, "ttfv_days"),
    /** The same without days in which the client was not available. */
    TTFV_NET_DAYS(false, "ttfv_net_days"),
    /** Accounts that reached First Value within the window. */
    FIRST_VALUES(false, "first_values"),
    /** Accounts on their way at the end of the period. */
    OPEN_ONBOARDINGS(false, "open_onboardings"),
    /** Accounts whose onboarding began within the window. */
    ENTERED(false, "entered"),
    /** Of them, those that are past First Value by now. */
    ACTIVATED(false, "activated");

    private final boolean isMoney;
    private final String sql;

    Column(boolean isMoney, String sql) {
        this.isMoney = isMoney;
        this.sql = sql;
    }

    /** Whether it is in 1/10,000 of the currency; else it is a number. */
    boolean isMoney() {
        return isMoney;
    }

    /** Of one account. */
    String sql() {
        return sql;
    }
}
