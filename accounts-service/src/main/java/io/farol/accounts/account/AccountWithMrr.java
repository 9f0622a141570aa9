package io.farol.accounts.account;

import io.farol.runtime.money.Money;
import io.farol.runtime.rest.Listing;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * An account and what its lines are worth today.
 *
 * @param mrr sum over the lines running on the business day, each at the rate in force when its terms began, HALF_UP at 1/10,000, in the reporting currency; null when a rate is missing
 */
public record AccountWithMrr(AccountView account, @Nullable Money mrr) {
    private static final String MRR = """
            (select case when bool_or(x.worth is null) then null else coalesce(sum(x.worth), 0) end
               from (select case when t.currency = coalesce(s.reporting_currency, 'BRL') then t.mrr_e4
                                 else round(t.mrr_e4 * (select r.rate from fx_rate r where r.tenant_id = t.tenant_id and r.currency = t.currency and r.rated_on <= t.starts_on
                                                         order by r.rated_on desc limit 1)) end as worth
                       from contract_line_term t
                      where t.tenant_id = a.tenant_id and t.account_id = a.id and t.starts_on <= d.today and (t.ends_on is null or t.ends_on > d.today)) x) as mrr_e4,
            coalesce(s.reporting_currency, 'BRL') as reporting_currency""";

    static final String SELECT = "select " + AccountSql.COLUMNS + ", " + MRR + " from " + AccountSql.FROM
            + " where a.tenant_id = :tenant and ";

    static final Listing<AccountWithMrr> LISTING = Listing.<AccountWithMrr>from(AccountSql.FROM)
            .tenant("a.tenant_id")
            .id("a.id", AccountId.class)
            .select(AccountSql.COLUMNS + ", " + MRR, (row, context) -> of(row))
            .where("a.archived_at is null")
            .build();

    static AccountWithMrr of(ResultSet row) throws SQLException {
        @Nullable BigDecimal mrrE4 = row.getBigDecimal("mrr_e4");
        return new AccountWithMrr(
                AccountView.of(row),
                mrrE4 == null
                        ? null
                        : Money.ofE4(
                                mrrE4.longValueExact(), Currency.getInstance(row.getString("reporting_currency"))));
    }
}
