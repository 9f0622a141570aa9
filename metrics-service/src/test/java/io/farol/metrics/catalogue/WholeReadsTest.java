package io.farol.metrics.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.metrics.LedgerRows;
import io.farol.metrics.retelling.ConventionParameters;
import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.runtime.error.Language;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What metrics of all accounts look at, counted by PostgreSQL itself: their cost does not depend on the number of accounts. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class WholeReadsTest {
    private static final String TENANT = "whole";

    @Inject
    Metrics metrics;

    @Inject
    TenantTransaction transactions;

    @Inject
    Jdbi jdbi;

    @Test
    void lookAtNoRowOfATableThatGrowsWithTheAccounts() {
        LedgerRows.of(TENANT)
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .account("Acme")
                .inGroup("Acme", "region", "ever", "Sul")
                .line("Acme", "CRM", "2025-01-01", "2026-08-10", "100", "")
                .freeze("Acme", "2026-03-05", "2026-07-15")
                .account("Bela")
                .inGroup("Bela", "region", "ever", "Norte")
                .line("Bela", "BI", "2025-02-01", "2026-04-20", "50", "")
                .learn("Acme", "Bela");

        for (String key : List.of("scheduled_churn_mrr", "nrr", "grr", "logo_churn_rate", "life_time", "mrr", "acv")) {
            assertEquals(0, rowsRead(key, null, Map.of()), key);
        }
        for (String key : List.of("nrr", "grr", "logo_churn_rate")) {
            assertEquals(0, rowsRead(key, "region", Map.of()), key + " by region");
            assertEquals(0, rowsRead(key, null, Map.of("region", List.of("Sul"))), key + " of a region");
        }
        for (String key : List.of("scheduled_churn_mrr", "nrr", "acv")) {
            assertTrue(rowsRead(key, null, Map.of("region", List.of("Sul"), "sector", List.of("NONE"))) > 0, key);
        }
    }

    private long rowsRead(String key, @Nullable String groupBy, Map<String, List<String>> filter) {
        MetricQuestion question = new MetricParameters(
                        YearMonth.of(2026, 1),
                        YearMonth.of(2026, 6),
                        null,
                        12,
                        groupBy,
                        null,
                        null,
                        LocalDate.of(2026, 7, 1),
                        null)
                .question(key, ConventionParameters.NONE, AccountFilter.of(filter));
        AtomicLong rows = new AtomicLong();
        transactions.run(new TenantId(TENANT), () -> {
            // tables as small as these would be read whole for the sake of an index' empty answer
            jdbi.useHandle(handle -> handle.execute("set local enable_seqscan = off"));
            long before = rowsRead();
            metrics.answer(question, Language.ENGLISH);
            rows.set(rowsRead() - before);
        });
        return rows.get();
    }

    private long rowsRead() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0)::bigint from pg_stat_xact_user_tables
                         where relname in ('account_copy', 'account_interval', 'group_interval', 'month_change', 'movement', 'line_piece', 'line_term', 'contract_value')""").mapTo(Long.class).one());
    }
}
