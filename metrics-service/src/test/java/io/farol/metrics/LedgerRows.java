package io.farol.metrics;

import io.farol.metrics.ledger.LedgerUpdate;
import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceUnderTest;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** Rows of the ledger worked out by hand, written as the superuser: for tests of what is read from them. */
public final class LedgerRows {
    private static final Jdbi JDBI =
            Jdbi.create(Postgres.superuserUrl(ServiceUnderTest.DATABASE)).installPlugin(new PostgresPlugin());
    private static final String OPEN = "9999-12-31";
    private static final String EVER = "0001-01-01";

    private final String tenant;
    private long position = 1;

    private LedgerRows(String tenant) {
        this.tenant = tenant;
    }

    /** Begins to write for a tenant whose ledger is empty. */
    public static LedgerRows of(String tenant) {
        return new LedgerRows(tenant);
    }

    /** The knowledge point that the following rows belong to. */
    public LedgerRows knownAt(String stampedAt, long newPosition, long batch) {
        position = newPosition;
        run("""
                insert into feed_subscription (source, partition_count, partition_index, cursor, is_caught_up, caught_up_at) values ('accounts', 1, 0, 'acc.e1.1.1', true, now() + interval '1 day')
                on conflict do nothing""");
        return run(
                "insert into knowledge (tenant_id, pos, stamped_at, batch) values (?, ?, ?, ?)",
                tenant,
                position,
                OffsetDateTime.parse(stampedAt),
                batch);
    }

    /** Adds to a figure of the statement by group; months such as {@code 2026-03}. */
    public LedgerRows cell(String dim, String value, String measure, String month, String amount, long n) {
        long amountE4 = e4(amount);
        run("""
                insert into cell (tenant_id, gen, dim, value, measure, month, amount_e4, n) values (?, 1, ?, ?, ?, farol_month(?::date), ?, ?)
                on conflict (tenant_id, gen, dim, value, measure, month) do update set amount_e4 = cell.amount_e4 + excluded.amount_e4, n = cell.n + excluded.n""", tenant, dim, value, measure, month + "-01", amountE4, n);
        return run("""
                insert into cell_log as l (tenant_id, gen, family, pos, dim, value, measure, month, amount_e4, n)
                values (?, 1, cell_family(?), ?, array[?], array[?], array[?], array[farol_month(?::date)], array[?::bigint], array[?::bigint])
                on conflict (tenant_id, gen, family, pos) do update set dim = l.dim || excluded.dim, value = l.value || excluded.value, measure = l.measure || excluded.measure,
                    month = l.month || excluded.month, amount_e4 = l.amount_e4 || excluded.amount_e4, n = l.n || excluded.n""", tenant, dim, position, dim, value, measure, month + "-01", amountE4, n);
    }

    /** An account, by a name that is unique in the test. */
    public LedgerRows account(String name) {
        return run(
                "insert into account_copy (tenant_id, id, version, name, tags) values (?, ?, 1, ?, '{}')",
                tenant,
                id(name),
                name);
    }

    /** A member of the team, by a name that is unique in the test, and the name of his login. */
    public LedgerRows member(String name, String userName) {
        return run(
                "insert into member_copy (tenant_id, id, version, name, user_name) values (?, ?, 1, ?, ?)",
                tenant,
                id(name),
                name,
                userName);
    }

    /** Whose customer an account is, since ever. */
    public LedgerRows csm(String account, String member) {
        return inGroup(account, "csm", "ever", id(member).toString())
                .run(
                        "update account_copy set csm_id = ? where tenant_id = ? and id = ?",
                        id(member),
                        tenant,
                        id(account));
    }

    /** MRR of an account over some days. */
    public LedgerRows interval(String account, String from, String until, String mrr, String frozen) {
        return run(
                "insert into account_interval (tenant_id, gen, account_id, from_day, until_day, pos, mrr_e4, frozen_e4) values (?, 1, ?, ?, ?, ?, ?, ?)",
                tenant,
                id(account),
                day(from),
                day(until),
                position,
                e4(mrr),
                e4(frozen));
    }

    /** Group of an account over some days. */
    public LedgerRows group(String account, String dim, String from, String until, String value) {
        return run(
                "insert into group_interval (tenant_id, gen, account_id, dim, from_day, until_day, pos, value) values (?, 1, ?, ?, ?, ?, ?, ?)",
                tenant,
                id(account),
                dim,
                day(from),
                day(until),
                position,
                value);
    }

    /** Change of an account in a month. */
    public LedgerRows change(String account, String month, String kind, String opening, String closing, String amount) {
        return run(
                "insert into month_change (tenant_id, gen, account_id, month, kind, pos, opening_e4, closing_e4, amount_e4) values (?, 1, ?, farol_month(?::date), ?, ?, ?, ?, ?)",
                tenant,
                id(account),
                month + "-01",
                kind,
                position,
                e4(opening),
                e4(closing),
                e4(amount));
    }

    /** A contract line's terms with one product. */
    public LedgerRows term(String account, String from, String until, String mrr) {
        return run(
                """
                insert into line_term (tenant_id, line_id, starts_on, pos, ends_on, account_id, contract_id, product_id, quantity, unit_price, discount, billing_period_months, currency, mrr_e4)
                values (?, ?, ?, ?, ?, ?, ?, ?, 1, 1, 0, 1, 'BRL', ?)""",
                tenant,
                id(account + " line"),
                day(from),
                position,
                day(until),
                id(account),
                id(account + " contract"),
                id("product"),
                e4(mrr));
    }

    /** One stretch of a contract line, a fact; its contract is the line's own. @param changeKind why it begins; empty = not said */
    public LedgerRows line(String account, String line, String from, String until, String mrr, String changeKind) {
        return lineOf("product", account, line, from, until, mrr, changeKind);
    }

    /** One stretch of a contract line of a product. */
    public LedgerRows lineOf(
            String product, String account, String line, String from, String until, String mrr, String changeKind) {
        return run(
                """
                insert into line_term (tenant_id, line_id, starts_on, pos, ends_on, account_id, contract_id, product_id, quantity, unit_price, discount, billing_period_months, currency, mrr_e4,
                                       change_kind)
                values (?, ?, ?, ?, ?, ?, ?, ?, 1, 1, 0, 1, 'BRL', ?, nullif(?, ''))""",
                tenant,
                id(line),
                day(from),
                position,
                day(until),
                id(account),
                id(line + " contract"),
                id(product),
                e4(mrr),
                changeKind);
    }

    /** What a stretch of a line costs, as it is in the contract; quantity 1, each month and no discount until it is said. @param months of one billing period; 0 = charged once */
    public LedgerRows priced(String line, String from, String quantity, String unitPrice, String discount, int months) {
        return run("""
                update line_term set quantity = ?::numeric, unit_price = ?::numeric, discount = ?::numeric, billing_period_months = ?, is_recurring = ?
                 where tenant_id = ? and line_id = ? and starts_on = ?""", quantity, unitPrice, discount, Math.max(1, months), months > 0, tenant, id(line), day(from));
    }

    /** What of a product's price is tax, from here on; ends what was known before. */
    public LedgerRows taxed(String product, String rate) {
        run(
                "update product_tax set pos_to = ? where tenant_id = ? and product_id = ? and pos_to = 9223372036854775807",
                position,
                tenant,
                id(product));
        return run(
                "insert into product_tax (tenant_id, product_id, pos, rate) values (?, ?, ?, ?::numeric)",
                tenant,
                id(product),
                position,
                rate);
    }

    /** One stretch of a contract line in another currency, of the product {@code product}. */
    public LedgerRows lineIn(String currency, String account, String line, String from, String until, String mrr) {
        line(account, line, from, until, mrr, "");
        return run(
                "update line_term set currency = ? where tenant_id = ? and line_id = ? and starts_on = ?",
                currency,
                tenant,
                id(line),
                day(from));
    }

    /** Units of the reporting currency for one of another, from a day on, a fact. */
    public LedgerRows rate(String currency, String on, String rate) {
        return run(
                "insert into rate_copy (tenant_id, id, pos, version, currency, rated_on, rate) values (?, ?, ?, 1, ?, ?, ?)",
                tenant,
                id(tenant + currency + on),
                position,
                currency,
                day(on),
                new java.math.BigDecimal(rate));
    }

    /** Makes an account a subsidiary, a fact. */
    public LedgerRows parent(String account, String parent) {
        return run(
                "insert into account_parent (tenant_id, account_id, pos, parent_account_id) values (?, ?, ?, ?)",
                tenant,
                id(account),
                position,
                id(parent));
    }

    /** Suspends an account's billing for some days, a fact. */
    public LedgerRows freeze(String account, String from, String until) {
        return run(
                "insert into account_freeze (tenant_id, account_id, id, pos, from_on, until_on, is_billing_suspended) values (?, ?, ?, ?, ?, ?, true)",
                tenant,
                id(account),
                id(account + " freeze " + from),
                position,
                day(from),
                day(until));
    }

    /** Group of an account from a day on, a fact. */
    public LedgerRows inGroup(String account, String dim, String from, String value) {
        return run(
                "insert into account_group (tenant_id, account_id, dim, from_on, pos, value) values (?, ?, ?, ?, ?, ?)",
                tenant,
                id(account),
                dim,
                day(from),
                position,
                value);
    }

    /** Makes the ledger of these accounts from the facts, as the feed's consumer does. */
    public LedgerRows learn(String... accounts) {
        JDBI.useTransaction(handle -> new LedgerUpdate(handle, tenant, position)
                .recompute(Arrays.stream(accounts).map(LedgerRows::id).collect(Collectors.toSet())));
        return this;
    }

    /** An entry of the ledger. @param reverses position of the entry that it takes back; 0 = none */
    public LedgerRows movement(String account, String on, String kind, String amount, long reverses) {
        return run(
                "insert into movement (tenant_id, gen, account_id, day, kind, pos, reverses, amount_e4) values (?, 1, ?, ?, ?, ?, ?, ?)",
                tenant,
                id(account),
                day(on),
                kind,
                position,
                reverses,
                e4(amount));
    }

    /** Fills the account table as of a day. */
    public LedgerRows refreshRows(String today) {
        JDBI.useHandle(handle -> handle.createQuery(
                        "select refresh_account_rows(:tenant, array(select id from account_copy where tenant_id = :tenant), cast(:today as date))::text")
                .bind("tenant", tenant)
                .bind("today", today)
                .mapTo(String.class)
                .list());
        return this;
    }

    /** Any other row, as the superuser; parameters as {@code ?}. */
    public LedgerRows run(String sql, Object... values) {
        JDBI.useHandle(handle -> {
            var update = handle.createUpdate(sql);
            IntStream.range(0, values.length).forEach(i -> update.bind(i, values[i]));
            update.execute();
        });
        return this;
    }

    /** The id of what has a name. */
    public static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text.isEmpty() ? OPEN : text.equals("ever") ? EVER : text);
    }

    private static long e4(String amount) {
        return new java.math.BigDecimal(amount).movePointRight(4).longValueExact();
    }
}
