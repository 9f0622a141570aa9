package io.farol.metrics.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads what was believed of some accounts: before and after a knowledge point, or at it. */
public final class FactReader {
    // k = 2 i before the point, 2 i + 1 after it, i = index of the account.
    private static final String TOUCHED = """
            with w as materialized (
                select (2 * (a.nr - 1) + b.side)::integer as k, a.account_id, :pos - 1 + b.side as as_of
                  from unnest(:accounts::uuid[]) with ordinality a (account_id, nr) cross join (values (0), (1)) b (side))
            """;

    private static final String BELIEVED = """
            with w as materialized (
                select (a.nr - 1)::integer as k, a.account_id, :pos::bigint as as_of from unnest(:accounts::uuid[]) with ordinality a (account_id, nr))
            """;

    private static final String RATES = """
            select currency, rated_on, rate from rate_copy where tenant_id = :tenant and pos + 0 <= :pos and pos_to > :pos order by currency, rated_on, id""";

    /**
     * An account's facts on both sides of a knowledge point.
     *
     * @param before as believed just before it
     * @param after as believed from it on
     */
    record Belief(UUID accountId, AccountFacts before, AccountFacts after) {}

    private final Handle handle;
    private final String tenant;
    private final long pos;

    public FactReader(Handle handle, String tenant, long pos) {
        this.handle = handle;
        this.tenant = tenant;
        this.pos = pos;
    }

    List<Belief> read(List<UUID> accounts) {
        List<AccountFacts> facts = read(TOUCHED, accounts, 2 * accounts.size());
        query(TOUCHED + FactStatements.CONTRACTS, accounts)
                .map((row, context) -> facts.get(row.getInt("k")).contracts().add(contract(row)))
                .list();
        List<Belief> beliefs = new ArrayList<>();
        for (int i = 0; i < accounts.size(); i++) {
            beliefs.add(new Belief(accounts.get(i), facts.get(2 * i), facts.get(2 * i + 1)));
        }
        return beliefs;
    }

    /** Accounts' facts as believed at the point, the terms of their contracts aside. */
    public Map<UUID, AccountFacts> believed(Collection<UUID> accounts) {
        List<UUID> ids = List.copyOf(accounts);
        List<AccountFacts> facts = read(BELIEVED, ids, ids.size());
        Map<UUID, AccountFacts> believed = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            believed.put(ids.get(i), facts.get(i));
        }
        return believed;
    }

    /** The same accounts with their pieces at other prices. @param facts as {@link #believed} */
    public Map<UUID, AccountFacts> priced(Map<UUID, AccountFacts> facts, Pricing pricing) {
        List<UUID> ids = List.copyOf(facts.keySet());
        Map<UUID, AccountFacts> priced = new HashMap<>();
        facts.forEach((account, known) -> priced.put(account, known.priced(new ArrayList<>())));
        query(BELIEVED + FactStatements.PRICED_PIECES, ids)
                .map((row, context) -> {
                    LinePiece piece = piece(row).worth(pricing.mrrE4(price(row)));
                    return piece.mrrE4() > 0
                            && Objects.requireNonNull(priced.get(ids.get(row.getInt("k"))))
                                    .pieces()
                                    .add(piece);
                })
                .list();
        return priced;
    }

    /** All exchange rates as believed at the point. */
    public Rates rates() {
        Rates rates = new Rates();
        handle.createQuery(RATES)
                .bind("tenant", tenant)
                .bind("pos", pos)
                .map((row, context) -> rates.add(
                        row.getString("currency"),
                        row.getObject("rated_on", LocalDate.class),
                        row.getBigDecimal("rate")))
                .list();
        return rates;
    }

    private List<AccountFacts> read(String wanted, List<UUID> accounts, int size) {
        List<AccountFacts> facts = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            facts.add(new AccountFacts(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
        }
        query(wanted + FactStatements.PIECES, accounts)
                .map((row, context) -> facts.get(row.getInt("k")).pieces().add(piece(row)))
                .list();
        query(wanted + FactStatements.FREEZES, accounts)
                .map((row, context) -> facts.get(row.getInt("k")).freezes().add(freeze(row)))
                .list();
        query(wanted + FactStatements.GROUPS, accounts)
                .map((row, context) -> facts.get(row.getInt("k")).groups().add(group(row)))
                .list();
        return facts;
    }

    private Query query(String select, List<UUID> accounts) {
        return handle.createQuery(select)
                .bind("tenant", tenant)
                .bind("pos", pos)
                .bindArray("accounts", UUID.class, accounts);
    }

    private static LinePiece piece(ResultSet row) throws SQLException {
        long mrrRc = row.getLong("mrr_rc_e4");
        return new LinePiece(
                row.getObject("line_id", UUID.class),
                row.getObject("from_day", LocalDate.class),
                row.getObject("until_day", LocalDate.class),
                row.getObject("product_id", UUID.class),
                row.getBigDecimal("quantity"),
                row.getString("currency"),
                row.getLong("mrr_e4"),
                row.getBigDecimal("rate"),
                row.getObject("rate_day", LocalDate.class),
                row.getBigDecimal("rate") == null ? null : mrrRc,
                row.getString("change_kind"),
                row.getObject("amendment_id", UUID.class),
                row.getString("churn_reason"),
                row.getString("term"));
    }

    private static Pricing.Price price(ResultSet row) throws SQLException {
        return new Pricing.Price(
                row.getBigDecimal("quantity"),
                row.getBigDecimal("unit_price"),
                row.getBigDecimal("discount"),
                row.getBigDecimal("tax_rate"),
                row.getInt("billing_period_months"),
                row.getLong("mrr_e4"));
    }

    private static ContractTerm contract(ResultSet row) throws SQLException {
        return new ContractTerm(
                row.getObject("contract_id", UUID.class),
                row.getObject("line_id", UUID.class),
                row.getObject("starts_on", LocalDate.class),
                row.getObject("term_months", Integer.class));
    }

    private static Freeze freeze(ResultSet row) throws SQLException {
        return new Freeze(
                row.getObject("id", UUID.class),
                row.getObject("from_day", LocalDate.class),
                row.getObject("until_day", LocalDate.class));
    }

    private static GroupValue group(ResultSet row) throws SQLException {
        return new GroupValue(row.getString("dim"), row.getObject("from_on", LocalDate.class), row.getString("value"));
    }
}
