package io.farol.metrics.unconverted;

import io.farol.metrics.viewpoint.AccountId;
import io.farol.metrics.viewpoint.ContractLineId;
import io.farol.metrics.viewpoint.Viewpoints;
import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;

/** Lists the lines that are believed now and have no rate, one row a line, whenever they were billed. Reads an index of these alone. */
@ApplicationScoped
class UnconvertedLines {
    static final Listing<UnconvertedLine> LISTING = Listing.<UnconvertedLine>from("""
                    (select tenant_id, line_id, account_id, product_id, currency, min(from_day) as from_day, max(until_day) as until_day, (array_agg(mrr_e4 order by from_day desc))[1] as mrr_e4
                       from line_piece
                      where tenant_id = :tenant and gen = :gen and mrr_rc_e4 is null and mrr_e4 <> 0 and pos + 0 <= :position and pos_to > :position
                      group by tenant_id, line_id, account_id, product_id, currency) l
                    join account_copy a on a.tenant_id = l.tenant_id and a.id = l.account_id
                    left join product_copy p on p.tenant_id = l.tenant_id and p.id = l.product_id""")
            .tenant("l.tenant_id")
            .id("l.line_id", ContractLineId.class)
            .select(UnconvertedLine.COLUMNS, (row, context) -> UnconvertedLine.of(row))
            .filter("account", Filter.of(AccountId.class, "l.account_id"))
            .filter("currency", Filter.text("l.currency"))
            .sortByText("accountName", "a.name")
            .sortByText("currency", "cast(l.currency as text)")
            .sortByTime("from", LocalDate.class, "l.from_day")
            .csv("lineId", UnconvertedLine::lineId)
            .csv("accountId", UnconvertedLine::accountId)
            .csv("accountName", UnconvertedLine::accountName)
            .csv("productId", UnconvertedLine::productId)
            .csv("productName", UnconvertedLine::productName)
            .csv("mrr", UnconvertedLine::mrr)
            .csv("currency", line -> line.mrr().currency().getCurrencyCode())
            .csv("from", UnconvertedLine::from)
            .csv("until", UnconvertedLine::until)
            .build();

    private final Lists lists;
    private final Viewpoints viewpoints;

    UnconvertedLines(Lists lists, Viewpoints viewpoints) {
        this.lists = lists;
        this.viewpoints = viewpoints;
    }

    @Transactional
    Page<UnconvertedLine> page() {
        return lists.page(LISTING, viewpoints.at(null, null).binds());
    }

    /** All of them as CSV. */
    @Transactional
    Response export() {
        return lists.csv(LISTING, viewpoints.at(null, null).binds(), "unconverted-lines");
    }
}
