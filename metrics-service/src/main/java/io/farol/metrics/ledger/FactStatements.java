package io.farol.metrics.ledger;

/**
 * The four reads of facts that a ledger follows from, as believed at {@code w.as_of}; the same text serves one account and all of them.
 *
 * <p>Each selects from {@code w (k, account_id, as_of)}, where k names one account at one belief. pos + 0 keeps PostgreSQL 18 from skipping through a key for the sake of its last column.
 */
final class FactStatements {
    /** A line keeps the rate in force on the day its terms start. Without a rate mrr_rc_e4 is null: unconverted. */
    private static final String PIECES_OF = """
            select w.k, t.line_id, t.starts_on as from_day, t.ends_on as until_day, t.product_id, t.quantity, t.currency, t.mrr_e4%1$s,
                   case when t.currency = coalesce(s.reporting_currency, 'BRL') then 1 else r.rate end as rate, r.rated_on as rate_day,
                   case when t.currency = coalesce(s.reporting_currency, 'BRL') then t.mrr_e4 else round(t.mrr_e4 * r.rate)::bigint end as mrr_rc_e4,
                   t.change_kind, t.amendment_id, t.churn_reason,
                   case when t.term_months is null then 'OPEN' when t.term_months <= 1 then 'M1' when t.term_months <= 3 then 'M3' when t.term_months <= 6 then 'M6'
                        when t.term_months <= 12 then 'M12' when t.term_months <= 24 then 'M24' when t.term_months <= 36 then 'M36' else 'LONGER' end collate "C" as term
              from w
              join line_term t on t.tenant_id = :tenant and t.account_id = w.account_id and t.pos <= w.as_of and t.pos_to > w.as_of and %2$s
              left join settings_copy s on s.tenant_id = :tenant and s.pos <= w.as_of and s.pos_to > w.as_of
              left join lateral (
                  select r.rate, r.rated_on from rate_copy r
                   where t.currency <> coalesce(s.reporting_currency, 'BRL') and r.tenant_id = :tenant and r.currency = t.currency and r.rated_on <= t.starts_on
                     and r.pos <= w.as_of and r.pos_to > w.as_of
                   order by r.rated_on desc, r.id limit 1) r on true%3$s""";

    static final String PIECES = PIECES_OF.formatted("", "t.mrr_e4 > 0", "");

    /** The same with prices, and also of what has no MRR because of its discount. */
    static final String PRICED_PIECES = PIECES_OF.formatted(
            ", t.unit_price, t.discount, t.billing_period_months, coalesce(x.rate, 0) as tax_rate",
            "coalesce(t.is_recurring, t.mrr_e4 > 0)",
            """

              left join product_tax x on x.tenant_id = :tenant and x.product_id = t.product_id and x.pos + 0 <= w.as_of and x.pos_to > w.as_of""");

    static final String CONTRACTS = """
            select w.k, t.contract_id, t.line_id, t.starts_on, t.term_months
              from w
              join line_term t on t.tenant_id = :tenant and t.account_id = w.account_id and t.pos + 0 <= w.as_of and t.pos_to > w.as_of""";

    static final String FREEZES = """
            select w.k, f.id, f.from_on as from_day, f.until_on as until_day
              from w
              join account_freeze f on f.tenant_id = :tenant and f.account_id = w.account_id and f.pos + 0 <= w.as_of and f.pos_to > w.as_of
               and f.is_billing_suspended and f.from_on < f.until_on""";

    static final String GROUPS = """
            select w.k, g.dim, g.from_on, g.value
              from w
              join account_group g on g.tenant_id = :tenant and g.account_id = w.account_id and g.pos + 0 <= w.as_of and g.pos_to > w.as_of""";

    private FactStatements() {}
}
