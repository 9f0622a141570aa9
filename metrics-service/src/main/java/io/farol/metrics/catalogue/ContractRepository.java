package io.farol.metrics.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;

/** Reads what contracts are worth per year: of all accounts from the ledger's cells, of chosen accounts and groups from its contract values, of products and terms from lines. */
@ApplicationScoped
class ContractRepository {
    /** As the ledger keeps it, less what was learnt since; measures are described at its table {@code cell}. */
    private static final String CELLS = """
            select greatest(d.month, :firstMonth) as month, coalesce(sum(d.amount_e4) filter (where d.measure = 'VALUE'), 0)::bigint as value_e4,
                   coalesce(sum(d.n) filter (where d.measure = 'VALUE'), 0)::bigint as contracts, coalesce(sum(d.n) filter (where d.measure = 'ACCOUNTS'), 0)::bigint as accounts
              from (select l.measure, l.month, l.amount_e4, l.n from cell_block c cross join lateral unnest(c.measure, c.month, c.amount_e4, c.n) as l (measure, month, amount_e4, n)
                     where c.tenant_id = :tenant and c.gen = :gen and c.dim = 'contracts:total' and l.month <= :lastMonth
                    union all
                    select l.measure, l.month, -l.amount_e4, -l.n
                      from cell_log c cross join lateral unnest(c.dim, c.measure, c.month, c.amount_e4, c.n) as l (dim, measure, month, amount_e4, n)
                     where c.tenant_id = :tenant and c.gen = :gen and c.family = 'TOTAL' and c.pos > :position and l.dim = 'contracts:total' and l.month <= :lastMonth) d
             group by 1""";

    /** The stretch that a month is in is looked up in the arrays as they are: taking all contracts' arrays apart costs more than all else. */
    private static final String UNDER_WAY =
            "contract_value v on v.until_month[width_bucket(x.month, v.from_month)] > x.month";

    private static final String VALUE_E4 = "v.value_e4[width_bucket(x.month, v.from_month)]";

    private final Jdbi jdbi;

    ContractRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Contracts under way of all accounts together, with their recurring value per year. */
    void fromCells(Scope scope, Facts facts) {
        scope.periods().forEach(period -> facts.of("", period.last()));
        jdbi.useHandle(handle -> handle.createQuery(CELLS)
                .bindMap(scope.viewpoint().binds())
                .bind("firstMonth", scope.periods().getFirst().last())
                .bind("lastMonth", scope.last())
                .map((row, context) -> {
                    facts.addContracts(
                            row.getInt("month"),
                            row.getLong("value_e4"),
                            row.getLong("contracts"),
                            row.getLong("accounts"));
                    return true;
                })
                .list());
    }

    /** Contracts under way of chosen accounts and of groups; their accounts are counted when a formula looks at them. */
    void read(Scope scope, Formula formula, Facts facts) {
        if (scope.isByLines()) {
            readLines(scope, facts);
            return;
        }
        boolean areAccountsCounted = formula.columns().contains(Column.CONTRACT_ACCOUNTS);
        String sql =
                "select x.month, %s as value, sum(%s)::bigint as value_e4, count(*) as contracts, %s as accounts from period x join %s %s %s group by 1, 2"
                        .formatted(
                                scope.value(""),
                                VALUE_E4,
                                areAccountsCounted ? "count(distinct v.account_id)" : "0",
                                UNDER_WAY,
                                FactRepository.believed("v"),
                                scope.join("v.account_id", "x.month"));
        FactRepository.read(jdbi, scope, sql, (group, month, row) -> put(facts.of(group, month), row));
    }

    private static void put(PeriodFacts facts, ResultSet row) throws SQLException {
        facts.put(Column.CONTRACT_VALUE, row.getLong("value_e4"))
                .put(Column.CONTRACTS, row.getLong("contracts"))
                .put(Column.CONTRACT_ACCOUNTS, row.getLong("accounts"));
    }

    /** One by one, in the groups of their accounts: rows {@code (month, value, account_id, contract_id, value_e4)}. */
    static String values(Scope scope) {
        return "select x.month, %s as value, v.account_id, v.contract_id, %s as value_e4 from period x join %s %s %s"
                .formatted(
                        scope.value(""),
                        VALUE_E4,
                        UNDER_WAY,
                        FactRepository.believed("v"),
                        scope.join("v.account_id", "x.month"));
    }

    /** Contracts with a line under way in each group, with what its lines are worth. */
    private void readLines(Scope scope, Facts facts) {
        String sql =
                "select t.month, t.value, sum(t.value_e4)::bigint as value_e4, count(*) as contracts, count(distinct t.account_id) as accounts from (%s) t group by 1, 2"
                        .formatted(lineValues(scope));
        FactRepository.read(jdbi, scope, sql, (group, month, row) -> put(facts.of(group, month), row));
    }

    /**
     * The same as in the ledger's {@code contract_value}, of the lines of one product or term; the contract's first day and its term are those of all its lines. offset 0
     * keeps PostgreSQL from computing a day's place on the scale of months anew wherever it is used.
     */
    private static String lineValues(Scope scope) {
        return """
                select u.month, %1$s as value, u.account_id, u.contract_id,
                       case when u.term_units is null then 12 * sum(u.mrr_rc_e4) filter (where %2$s)
                            else div(24 * sum(u.mrr_rc_e4 * greatest(least(u.until_units, u.term_from + u.term_units) - greatest(u.from_units, u.term_from), 0)::numeric) + u.term_units,
                                     2 * u.term_units) end as value_e4
                  from (select x.month, x.on_day, t.*, t.start_units + (x.on_units - t.start_units) / t.term_units * t.term_units as term_from
                          from (select month, on_day, farol_month_units(on_day) as on_units from period) x
                          join (select t.*, farol_month_units(starts_on) as start_units, farol_month_units(from_day) as from_units, farol_month_units(until_day) as until_units,
                                       term_months * 377580::bigint as term_units
                                  from (select t.account_id, t.contract_id, l.from_day, l.until_day, l.mrr_rc_e4, l.product_id, l.term, min(t.starts_on) over contract as starts_on,
                                               max(t.term_months) over contract as term_months, max(l.until_day) over contract as last_day
                                          from line_term t
                                          left join line_piece l on l.line_id = t.line_id and l.from_day = t.starts_on %3$s
                                         where t.tenant_id = :tenant and t.pos + 0 <= :position and t.pos_to > :position %5$s
                                        window contract as (partition by t.contract_id) offset 0) t offset 0) t
                            on t.starts_on <= x.on_day and t.last_day > x.on_day offset 0) u %4$s
                 group by u.month, 2, u.account_id, u.contract_id, u.term_units
                having bool_or(%2$s and u.mrr_rc_e4 > 0)""".formatted(
                        scope.value("u"),
                        FactRepository.onDay("u", "u.on_day"),
                        FactRepository.believed("l"),
                        scope.join("u.account_id", "u.month"),
                        scope.isWhole() ? "" : " and t.account_id in (select account_id from part)");
    }
}
