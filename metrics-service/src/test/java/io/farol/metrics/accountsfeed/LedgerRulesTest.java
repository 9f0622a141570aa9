package io.farol.metrics.accountsfeed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each rule of metrics.md 1 as a story with its ledger worked out by hand; afterwards a rebuild says the same. Amounts in whole currency. */
class LedgerRulesTest {
    private static final AtomicInteger TENANTS = new AtomicInteger();
    private static final UUID CRM = new UUID(0, 1);
    private static final UUID CHAT = new UUID(0, 2);

    private final Books books = new Books("rules-" + TENANTS.incrementAndGet());

    @BeforeEach
    void reportInReais() {
        books.reportIn("BRL");
        books.publish();
    }

    @AfterEach
    void aRebuildSaysTheSame() {
        LedgerHistoryTest.assertRebuildIsTheSame(books);
    }

    @Test
    void comesGrowsShrinksGoesAndComesBack() {
        UUID acme = books.account();
        UUID line = books.line(acme, CRM, day("2024-01-10"), null, 100_0000, "BRL");
        books.changeLine(line, day("2024-03-05"), BigDecimal.TWO, 200_0000, null);
        books.changeLine(line, day("2024-05-05"), BigDecimal.ONE, 80_0000, null);
        books.endLine(line, day("2024-07-01"), "PRICE");
        books.line(acme, CRM, day("2024-09-01"), null, 50_0000, "BRL");

        books.publish();

        assertEquals(
                List.of(
                        "2024-01-10 NEW 100",
                        "2024-03-05 EXPANSION UPSELL 100",
                        "2024-05-05 CONTRACTION -120",
                        "2024-07-01 CHURN PRICE -80",
                        "2024-09-01 REACTIVATION 50"),
                movements(acme));
        assertEquals(
                List.of(
                        "2024-01 NEW 0>100 100",
                        "2024-03 EXPANSION 100>200 100",
                        "2024-05 CONTRACTION 200>80 120",
                        "2024-07 CHURN 80>0 80",
                        "2024-09 REACTIVATION 0>50 50"),
                months(acme));
    }

    @Test
    void tellsUpsellCrossSellAndOtherApart() {
        UUID acme = books.account();
        UUID line = books.line(acme, CRM, day("2024-01-01"), null, 100_0000, "BRL");
        books.line(acme, CHAT, day("2024-02-01"), null, 30_0000, "BRL");
        books.line(acme, CRM, day("2024-03-01"), null, 20_0000, "BRL");
        books.changeLine(line, day("2024-04-01"), BigDecimal.ONE, 110_0000, null);

        books.publish();

        assertEquals(
                List.of(
                        "2024-01-01 NEW 100",
                        "2024-02-01 EXPANSION CROSS_SELL 30",
                        "2024-03-01 EXPANSION UPSELL 20",
                        "2024-04-01 EXPANSION OTHER 10"),
                movements(acme));
    }

    @Test
    void splitsOneDayByCause() {
        UUID acme = books.account();
        UUID indexed = books.line(acme, CRM, day("2024-01-01"), null, 100_0000, "BRL");
        UUID reduced = books.line(acme, CHAT, day("2024-01-01"), null, 50_0000, "BRL");
        books.changeLine(indexed, day("2024-06-01"), BigDecimal.ONE, 110_0000, "READJUSTMENT");
        books.changeLine(reduced, day("2024-06-01"), BigDecimal.ONE, 40_0000, null);

        books.publish();

        assertEquals(
                List.of("2024-01-01 NEW 150", "2024-06-01 CONTRACTION -10", "2024-06-01 READJUSTMENT 10"),
                movements(acme));
        assertEquals(
                List.of("2024-01 NEW 0>150 150", "2024-06 CONTRACTION 150>150 10", "2024-06 READJUSTMENT 150>150 10"),
                months(acme));
    }

    @Test
    void netsAMonthOfComingAndGoing() {
        UUID passing = books.account();
        books.line(passing, CRM, day("2024-02-03"), day("2024-02-20"), 70_0000, "BRL");
        UUID staying = books.account();
        books.line(staying, CRM, day("2024-01-01"), day("2024-02-10"), 100_0000, "BRL");
        books.line(staying, CRM, day("2024-02-20"), null, 60_0000, "BRL");

        books.publish();

        assertEquals(List.of("2024-02-03 NEW 70", "2024-02-20 CHURN -70"), movements(passing));
        assertEquals(List.of(), months(passing));
        assertEquals(
                List.of("2024-01-01 NEW 100", "2024-02-10 CHURN -100", "2024-02-20 REACTIVATION 60"),
                movements(staying));
        assertEquals(List.of("2024-01 NEW 0>100 100", "2024-02 CONTRACTION 100>60 40"), months(staying));
    }

    @Test
    void aFreezeKeepsTheLogoAndItsEndIsNoNews() {
        UUID acme = books.account();
        books.line(acme, CRM, day("2024-01-01"), null, 100_0000, "BRL");
        books.freeze(acme, day("2024-03-10"), day("2024-05-10"), true);
        books.freeze(acme, day("2024-08-01"), day("2024-09-01"), false);

        books.publish();

        assertEquals(
                List.of("2024-01-01 NEW 100", "2024-03-10 FREEZE -100", "2024-05-10 UNFREEZE 100"), movements(acme));
        assertEquals(
                List.of("2024-01 NEW 0>100 100", "2024-03 FREEZE 100>0 100", "2024-05 UNFREEZE 0>100 100"),
                months(acme));
    }

    @Test
    void cancelledWhileFrozenIsUnfrozenThenLost() {
        UUID acme = books.account();
        UUID line = books.line(acme, CRM, day("2024-01-01"), null, 100_0000, "BRL");
        books.freeze(acme, day("2024-03-10"), day("2024-08-10"), true);
        books.endLine(line, day("2024-05-20"), "CLOSED");

        books.publish();

        assertEquals(
                List.of(
                        "2024-01-01 NEW 100",
                        "2024-03-10 FREEZE -100",
                        "2024-05-20 CHURN CLOSED -100",
                        "2024-05-20 UNFREEZE 100"),
                movements(acme));
        assertEquals(
                List.of(
                        "2024-01 NEW 0>100 100",
                        "2024-03 FREEZE 100>0 100",
                        "2024-05 CHURN 0>0 100",
                        "2024-05 UNFREEZE 0>0 100"),
                months(acme));
    }

    @Test
    void aMissingRateIsNotZeroAndALateOneConvertsAtTheDayTheTermsStart() {
        UUID acme = books.account();
        books.line(acme, CRM, day("2024-01-15"), null, 100_0000, "USD");
        books.publish();
        assertEquals(List.of(), movements(acme));
        assertEquals(1, unconverted());

        books.rate("USD", day("2024-01-01"), "5");
        books.rate("USD", day("2024-02-01"), "6");
        books.publish();

        assertEquals(0, unconverted());
        assertEquals(List.of("2024-01-15 NEW 500"), movements(acme));
    }

    @Test
    void aHandOverMovesTheClosingNotTheChurn() {
        UUID acme = books.account("sector", "A");
        UUID line = books.line(acme, CRM, day("2024-01-01"), null, 100_0000, "BRL");
        books.group(acme, "sector", "B", day("2024-03-15"));
        books.changeLine(line, day("2024-03-20"), BigDecimal.ONE, 70_0000, null);
        books.endLine(line, day("2024-05-20"), null);
        books.group(acme, "sector", "C", day("2024-05-25"));

        books.publish();

        assertEquals(
                List.of(
                        "A 2024-01 NEW 100 1",
                        "A 2024-03 CONTRACTION 30 1",
                        "A 2024-03 TRANSFER_OUT 70 1",
                        "B 2024-03 TRANSFER_IN 70 1",
                        "B 2024-05 CHURN 70 1"),
                cells("sector"));
    }

    @Test
    void byProductTheNetChangeGoesToThoseThatMovedItsWay() {
        UUID acme = books.account();
        UUID crm = books.line(acme, CRM, day("2024-01-01"), null, 100_0000, "BRL");
        UUID chat = books.line(acme, CHAT, day("2024-01-01"), null, 50_0000, "BRL");
        books.changeLine(crm, day("2024-03-01"), BigDecimal.ONE, 140_0000, null);
        books.changeLine(chat, day("2024-03-01"), BigDecimal.ONE, 20_0000, null);

        books.publish();

        assertEquals(
                List.of(
                        "CHAT 2024-01 NEW 50 1",
                        "CHAT 2024-03 TRANSFER_OUT 30 0",
                        "CRM 2024-01 NEW 100 1",
                        "CRM 2024-03 EXPANSION 10 1",
                        "CRM 2024-03 TRANSFER_IN 30 0"),
                cells("product").stream()
                        .map(cell -> cell.replace(CRM.toString(), "CRM").replace(CHAT.toString(), "CHAT"))
                        .sorted()
                        .toList());
    }

    @Test
    void aCorrectionReversesAndKeepsWhatWasBelieved() {
        UUID acme = books.account();
        UUID line = books.line(acme, CRM, day("2024-01-10"), null, 100_0000, "BRL");
        long before = books.publish().pos();
        books.changeLine(line, day("2024-01-10"), BigDecimal.ONE, 90_0000, null);

        books.publish();

        assertEquals(
                List.of("2024-01-10 NEW 100", "2024-01-10 NEW -100 reversal", "2024-01-10 NEW 90"), everWritten(acme));
        assertEquals("1000000/1", LedgerDatabase.call(books.tenant, handle -> LedgerFigures.cellsAt(
                        handle, books.tenant, before)
                .get("total||NEW|" + (2024 * 12))));
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    private List<String> movements(UUID account) {
        return rows("""
                select concat_ws(' ', day, kind, sub_kind, churn_reason, (sum(amount_e4) / 10000)::bigint) from movement
                 where tenant_id = :tenant and account_id = :account group by day, kind, sub_kind, churn_reason having sum(amount_e4) <> 0 order by day, kind""", account);
    }

    private List<String> everWritten(UUID account) {
        return rows("""
                select concat_ws(' ', day, kind, amount_e4 / 10000, case when reverses > 0 then 'reversal' end) from movement
                 where tenant_id = :tenant and account_id = :account order by pos, reverses desc""", account);
    }

    private List<String> months(UUID account) {
        return rows("""
                select concat_ws(' ', farol_month_text(month), kind, opening_e4 / 10000 || '>' || closing_e4 / 10000, amount_e4 / 10000) from month_change
                 where tenant_id = :tenant and account_id = :account and pos_to = 9223372036854775807 order by month, kind""", account);
    }

    private List<String> cells(String dim) {
        return LedgerDatabase.call(books.tenant, handle -> handle.createQuery(
                        "select concat_ws(' ', value, farol_month_text(month), measure, amount_e4 / 10000, n) from cell where tenant_id = :tenant and dim = :dim order by value, month, measure")
                .bind("tenant", books.tenant)
                .bind("dim", dim)
                .mapTo(String.class)
                .list());
    }

    private List<String> rows(String sql, UUID account) {
        return LedgerDatabase.call(books.tenant, handle -> handle.createQuery(sql)
                .bind("tenant", books.tenant)
                .bind("account", account)
                .mapTo(String.class)
                .list());
    }

    private int unconverted() {
        return LedgerDatabase.call(books.tenant, handle -> handle.createQuery(
                        "select count(*) from line_piece where tenant_id = :tenant and mrr_rc_e4 is null and pos_to = 9223372036854775807")
                .bind("tenant", books.tenant)
                .mapTo(Integer.class)
                .one());
    }
}
