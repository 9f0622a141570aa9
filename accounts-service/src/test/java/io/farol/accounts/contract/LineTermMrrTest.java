package io.farol.accounts.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.AccountsSchema;
import io.farol.runtime.money.MrrFormula;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The MRR of a line's terms, worked out by hand: quantity x unit price x (1 - discount) / period, HALF_UP at four decimals. */
class LineTermMrrTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            # quantity, unit price, discount, months, recurring, MRR
            1,        100.00,        0,        1,   true,  100.0000
            1,        100.00,        0,        3,   true,  33.3333
            2,        100.00,        0,        3,   true,  66.6667
            1,        100.00,        0,        7,   true,  14.2857
            3,        100.00,        0,        7,   true,  42.8571
            1,        100.00,        0,        12,  true,  8.3333
            1,        100.00,        0,        36,  true,  2.7778
            # ties go up, also where half-even would go down: 0.00005, 0.00015, 0.00025
            1,        0.0006,        0,        12,  true,  0.0001
            1,        0.0018,        0,        12,  true,  0.0002
            1,        0.0030,        0,        12,  true,  0.0003
            # just below a tie: 0.000041666...
            1,        0.0005,        0,        12,  true,  0.0000
            # 249.75 x 0.85
            2.5,      99.90,         0.15,     1,   true,  212.2875
            # 3703.7034 x 0.666667 = 2469.1368345678, / 36 = 68.58713...
            3,        1234.5678,     0.333333, 36,  true,  68.5871
            # no overflow on the way: 10^10 units of 1/10,000 times 10^12 times 10^6
            1000000,  99999999.9999, 0,        1,   true,  99999999999900.0000
            5,        80.00,         1,        1,   true,  0
            5,        80.00,         0,        1,   false, 0
            """)
    void worksOutTheMrrOfATerm(
            BigDecimal quantity,
            BigDecimal unitPrice,
            BigDecimal discount,
            int periodMonths,
            boolean isRecurring,
            BigDecimal expected) {
        long mrrE4 = AccountsSchema.as("aurora", sql -> {
            sql.execute("""
                    insert into account (tenant_id, id, name) values ('aurora', '01990000-0000-7000-8000-000000000001', 'Acme') on conflict do nothing;
                    insert into product (tenant_id, id, code, name, kind) values ('aurora', '01990000-0000-7000-8000-000000000002', 'P', 'Plan', 'PLAN') on conflict do nothing;
                    insert into contract (tenant_id, id, account_id, signed_on, term_starts_on, is_signed_auto_renewing, is_auto_renewing)
                    values ('aurora', '01990000-0000-7000-8000-000000000003', '01990000-0000-7000-8000-000000000001', '2026-01-01', '2026-01-01', true, true) on conflict do nothing;
                    insert into contract_line (tenant_id, id, contract_id, product_id, starts_on, quantity_e4, unit_price_e4, currency, billing_period_months, is_recurring)
                    values ('aurora', '01990000-0000-7000-8000-000000000004', '01990000-0000-7000-8000-000000000003', '01990000-0000-7000-8000-000000000002', '2026-01-01', 0, 0, 'BRL', 1, true)
                    on conflict do nothing;
                    delete from contract_line_term;
                    """);
            return sql.createQuery("""
                            insert into contract_line_term (tenant_id, line_id, starts_on, account_id, contract_id, quantity_e4, unit_price_e4, currency, discount_e6, billing_period_months, is_recurring)
                            values ('aurora', '01990000-0000-7000-8000-000000000004', '2026-01-01', '01990000-0000-7000-8000-000000000001', '01990000-0000-7000-8000-000000000003',
                                    :quantity, :price, 'BRL', :discount, :months, :recurring)
                            returning mrr_e4""")
                    .bind("quantity", quantity.movePointRight(4).longValueExact())
                    .bind("price", unitPrice.movePointRight(4).longValueExact())
                    .bind("discount", discount.movePointRight(6).intValueExact())
                    .bind("months", periodMonths)
                    .bind("recurring", isRecurring)
                    .mapTo(Long.class)
                    .one();
        });

        assertEquals(expected.movePointRight(4).longValueExact(), mrrE4);
        if (isRecurring) {
            assertEquals(mrrE4, MrrFormula.mrrE4(quantity, unitPrice, discount, periodMonths));
        }
    }
}
