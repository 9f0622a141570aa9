package io.farol.accounts.account;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.accounts.AccountsSchema;
import io.farol.testkit.Postgres;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of accounts come from indexes that lead with the tenant, also behind row-level security, where only leakproof operators may use one. */
class AccountListPlanTest {

    @BeforeAll
    static void aTenantWithManyAccounts() {
        AccountsSchema.as(
                "cometa",
                sql -> sql.execute(
                        "insert into account (tenant_id, id, name, external_id, sector) select 'cometa', uuidv7(), 'Company ' || md5(g::text), 'X-' || g, 'S' || g % 10 from generate_series(1, 20000) g on conflict do nothing"));
        Jdbi.create(Postgres.superuserUrl("accounts_schema"))
                .useHandle(sql -> sql.execute("analyze account, contract_line_term, account_freeze"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.archived_at is null order by a.id limit 51                                 | account_pk
            a.archived_at is null and a.sector = 'S3' order by a.id limit 51             | account_pk
            a.archived_at is null order by a.search_key, a.id limit 51                   | account_by_name
            a.archived_at is null and (a.search_key, a.id) > ('company 5', '00000000-0000-0000-0000-000000000000') order by a.search_key, a.id limit 51 | account_by_name
            a.external_id = 'X-777'                                                      | account_external_id_once
            a.id = '01990000-0000-7000-8000-000000000001'                                | account_pk
            """)
    void aPageIsReadByIndex(String condition, String index) {
        List<String> plan = AccountsSchema.as("cometa", sql -> sql.createQuery(
                        "explain (costs off) " + AccountSql.SELECT.replace(":tenant", "'cometa'").replace(":now", "now()") + condition)
                .mapTo(String.class)
                .list());

        String whole = String.join("\n", plan);
        assertTrue(whole.contains("using " + index + " on account a"), whole);
        assertFalse(whole.contains("Seq Scan on account a"), whole);
        assertFalse(whole.contains("Sort Key"), whole);
    }
}
