package io.farol.metrics.unconverted;

import io.farol.metrics.viewpoint.AccountId;
import io.farol.metrics.viewpoint.ContractLineId;
import io.farol.metrics.viewpoint.ProductId;
import io.farol.runtime.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A contract line in a currency without a rate on the day on which it, or its change, started; no figure counts it until then.
 *
 * @param productName null when the product is not known here
 * @param mrr what is billed in a month, in its own currency; the latest, where it changed without a rate
 * @param from first day that lacks a rate
 * @param until exclusive; null = open
 */
public record UnconvertedLine(
        ContractLineId lineId,
        AccountId accountId,
        String accountName,
        ProductId productId,
        @Nullable String productName,
        Money mrr,
        LocalDate from,
        @Nullable LocalDate until) {
    static final String COLUMNS =
            "l.line_id, l.account_id, a.name as account_name, l.product_id, p.name as product_name, l.mrr_e4, l.currency, l.from_day, l.until_day";

    private static final LocalDate OPEN = LocalDate.of(9999, 12, 31);

    static UnconvertedLine of(ResultSet row) throws SQLException {
        LocalDate until = row.getObject("until_day", LocalDate.class);
        return new UnconvertedLine(
                new ContractLineId(row.getObject("line_id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("account_name"),
                new ProductId(row.getObject("product_id", UUID.class)),
                row.getString("product_name"),
                Money.ofE4(row.getLong("mrr_e4"), Currency.getInstance(row.getString("currency")))
                        .rounded(),
                row.getObject("from_day", LocalDate.class),
                until.equals(OPEN) ? null : until);
    }
}
