package io.farol.accounts.contract;

import io.farol.accounts.account.AccountId;
import io.farol.accounts.product.ProductId;
import io.farol.runtime.money.Money;
import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.rest.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Currency;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A line in a list over all contracts.
 *
 * @param etag of its contract
 * @param startsOn first day of service; null = it was never active
 * @param endsOn first day without service; null = open
 * @param mrr of its last term; null = it was never active
 */
@Schema(name = "ContractLineItem")
record ContractLineItem(
        ContractLineId id,
        Version etag,
        @Nullable String externalId,
        ContractId contractId,
        @Nullable String contractExternalId,
        AccountId accountId,
        String accountName,
        ProductId productId,
        String productCode,
        String productName,
        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn,
        @Nullable Money mrr) {

    static final Listing<ContractLineItem> LISTING = Listing.<ContractLineItem>from("""
                    contract_line l
                    join contract c on c.tenant_id = l.tenant_id and c.id = l.contract_id
                    join account a on a.tenant_id = c.tenant_id and a.id = c.account_id
                    join product p on p.tenant_id = l.tenant_id and p.id = l.product_id
                    left join lateral (select t.* from contract_line_term t where t.tenant_id = l.tenant_id and t.line_id = l.id order by t.starts_on desc limit 1) t on true""")
            .tenant("l.tenant_id")
            .id("l.id", ContractLineId.class)
            .select("""
                    l.id, l.external_id, l.contract_id, l.product_id, c.version, c.external_id as contract_external_id, c.account_id, a.name as account_name, p.code, p.name,
                    (select min(f.starts_on) from contract_line_term f where f.tenant_id = l.tenant_id and f.line_id = l.id) as starts_on, t.ends_on, t.mrr_e4, t.currency""", (row, context) -> of(row))
            .filter("externalId", Filter.text("l.external_id"))
            .filter("contractId", Filter.of(ContractId.class, "l.contract_id"))
            .filter("accountId", Filter.of(AccountId.class, "c.account_id"))
            .filter("product", Filter.of(ProductId.class, "l.product_id"))
            .range("endsOn", LocalDate.class, "t.ends_on")
            .csv("id", ContractLineItem::id)
            .csv("externalId", ContractLineItem::externalId)
            .csv("contractId", ContractLineItem::contractId)
            .csv("contractExternalId", ContractLineItem::contractExternalId)
            .csv("accountId", ContractLineItem::accountId)
            .csv("accountName", ContractLineItem::accountName)
            .csv("productCode", ContractLineItem::productCode)
            .csv("productName", ContractLineItem::productName)
            .csv("startsOn", ContractLineItem::startsOn)
            .csv("endsOn", ContractLineItem::endsOn)
            .csv("mrr", ContractLineItem::mrr)
            .csv("currency", row -> Listing.currency(row.mrr()))
            .build();

    private static ContractLineItem of(ResultSet row) throws SQLException {
        @Nullable String currency = row.getString("currency");
        return new ContractLineItem(
                new ContractLineId(row.getObject("id", UUID.class)),
                new Version(row.getLong("version")),
                row.getString("external_id"),
                new ContractId(row.getObject("contract_id", UUID.class)),
                row.getString("contract_external_id"),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("account_name"),
                new ProductId(row.getObject("product_id", UUID.class)),
                row.getString("code"),
                row.getString("name"),
                row.getObject("starts_on", LocalDate.class),
                row.getObject("ends_on", LocalDate.class),
                currency == null ? null : Money.ofE4(row.getLong("mrr_e4"), Currency.getInstance(currency)));
    }
}
