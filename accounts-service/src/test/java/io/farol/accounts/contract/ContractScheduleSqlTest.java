package io.farol.accounts.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.AccountsSchema;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.money.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The fold that imports use in SQL gives what {@link ContractSchedule} gives, on random contracts. */
class ContractScheduleSqlTest {
    private static final LocalDate START = LocalDate.parse("2026-01-01");

    @Test
    void foldsRandomContractsLikeTheRule() {
        Random random = new Random(4711);
        for (int i = 0; i < 300; i++) {
            Drawn drawn = draw(random);
            List<String> expected =
                    ContractSchedule.of(drawn.term(), List.of(drawn.line()), drawn.amendments())
                            .terms()
                            .get(drawn.line().id())
                            .stream()
                            .map(term -> told(
                                    term.startsOn(),
                                    term.endsOn(),
                                    term.terms().unitPrice().toE4(),
                                    term.amendmentId() == null
                                            ? null
                                            : term.amendmentId().value()))
                            .toList();

            List<String> actual = AccountsSchema.as("boreal", sql -> folded(sql, drawn));

            assertEquals(expected, actual, drawn::toString);
        }
    }

    private record Drawn(ContractSchedule.SignedTerm term, AgreedLine line, List<Amendment> amendments) {}

    private static Drawn draw(Random random) {
        ContractSchedule.SignedTerm term = new ContractSchedule.SignedTerm(
                START, random.nextBoolean() ? START.plusDays(30) : null, random.nextBoolean(), random.nextInt(4) == 0);
        ContractLineId line = new ContractLineId(UuidV7.next());
        LocalDate startsOn = START.plusDays(random.nextInt(5));
        AgreedLine agreed = new AgreedLine(
                line,
                startsOn,
                random.nextBoolean() ? startsOn.plusDays(random.nextInt(40)) : null,
                price(random),
                null,
                null);
        List<Amendment> amendments = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            amendments.add(amendment(random, line));
        }
        return new Drawn(term, agreed, amendments);
    }

    private static Amendment amendment(Random random, ContractLineId line) {
        int kind = random.nextInt(10);
        LocalDate day = START.plusDays(random.nextInt(40) - 3L);
        boolean isChange = kind < 7;
        boolean setsEnd = isChange && random.nextBoolean();
        return new Amendment(
                new AmendmentId(UuidV7.next()),
                isChange ? AmendmentKind.CHANGE_LINE : kind < 9 ? AmendmentKind.REMOVE_LINE : AmendmentKind.CANCEL,
                ChangeKind.OTHER,
                day,
                kind < 9 ? line : null,
                isChange ? price(random) : null,
                setsEnd,
                setsEnd && random.nextBoolean() ? day.plusDays(random.nextInt(20)) : null,
                null,
                null,
                null,
                null,
                random.nextInt(5) > 0);
    }

    private static LineTerms price(Random random) {
        return new LineTerms(
                BigDecimal.ONE,
                new Money(BigDecimal.valueOf(random.nextInt(1000)), Currency.getInstance("BRL")),
                BigDecimal.ZERO,
                1,
                true);
    }

    private static List<String> folded(Handle sql, Drawn drawn) {
        UUID account = UuidV7.next();
        UUID contract = UuidV7.next();
        UUID product = UuidV7.next();
        @Nullable
        LocalDate cancelledOn = drawn.amendments().stream()
                .filter(amendment -> amendment.stands(AmendmentKind.CANCEL))
                .min(ContractSchedule.ORDER)
                .map(Amendment::effectiveOn)
                .orElse(null);
        sql.execute("insert into account (tenant_id, id, name) values ('boreal', ?, 'Acme')", account);
        sql.execute(
                "insert into product (tenant_id, id, code, name, kind) values ('boreal', ?, ?, 'P', 'PLAN')",
                product,
                product.toString());
        sql.createUpdate("""
                        insert into contract (tenant_id, id, account_id, signed_on, term_starts_on, term_ends_on, is_signed_auto_renewing, is_auto_renewing, is_term_from_lines, cancelled_on)
                        values ('boreal', :id, :account, :start, :start, cast(:until as date), :renews, :renews, :follows, cast(:cancelled as date))""")
                .bind("id", contract)
                .bind("account", account)
                .bind("start", START)
                .bind("until", drawn.term().endsOn())
                .bind("renews", drawn.term().isAutoRenewing())
                .bind("follows", drawn.term().followsLines())
                .bind("cancelled", cancelledOn)
                .execute();
        sql.createUpdate("""
                        insert into contract_line (tenant_id, id, contract_id, product_id, starts_on, ends_on, quantity_e4, unit_price_e4, currency, billing_period_months, is_recurring)
                        values ('boreal', :id, :contract, :product, :starts, cast(:ends as date), 10000, :price, 'BRL', 1, true)""")
                .bind("id", drawn.line().id().value())
                .bind("contract", contract)
                .bind("product", product)
                .bind("starts", drawn.line().startsOn())
                .bind("ends", drawn.line().endsOn())
                .bind("price", drawn.line().terms().unitPrice().toE4())
                .execute();
        drawn.amendments().stream()
                .sorted(Comparator.comparing(amendment -> amendment.id().value().toString()))
                .forEach(amendment -> insert(sql, contract, amendment));
        return sql.createQuery(
                        "select starts_on, ends_on, unit_price_e4, amendment_id from contract_line_terms_folded('boreal', array[cast(:line as uuid)]) order by starts_on")
                .bind("line", drawn.line().id().value())
                .map((row, context) -> told(
                        row.getObject(1, LocalDate.class),
                        row.getObject(2, LocalDate.class),
                        row.getLong(3),
                        row.getObject(4, UUID.class)))
                .list();
    }

    private static void insert(Handle sql, UUID contract, Amendment amendment) {
        @Nullable LineTerms terms = amendment.terms();
        sql.createUpdate("""
                        insert into contract_amendment (tenant_id, id, contract_id, contract_version, origin, kind, change_kind, effective_on, line_id, quantity_e4, unit_price_e4, currency,
                                                        discount_e6, billing_period_months, is_recurring, sets_end, ends_on, reversed_by_id, recorded_at)
                        values ('boreal', :id, :contract, 1, 'REST', :kind, 'OTHER', :day, cast(:line as uuid), 10000, :price, 'BRL', 0, 1, true, :setsEnd, cast(:ends as date),
                                case when :stands then null else cast(:id as uuid) end, now())""")
                .bind("id", amendment.id().value())
                .bind("contract", contract)
                .bind("kind", amendment.kind().name())
                .bind("day", amendment.effectiveOn())
                .bind(
                        "line",
                        amendment.lineId() == null ? null : amendment.lineId().value())
                .bind("price", terms == null ? 0L : terms.unitPrice().toE4())
                .bind("setsEnd", amendment.setsEnd())
                .bind("ends", amendment.endsOn())
                .bind("stands", amendment.isStanding())
                .execute();
    }

    private static String told(LocalDate startsOn, @Nullable LocalDate endsOn, long priceE4, @Nullable UUID amendment) {
        return startsOn + ".." + endsOn + " " + priceE4 + " " + amendment;
    }
}
