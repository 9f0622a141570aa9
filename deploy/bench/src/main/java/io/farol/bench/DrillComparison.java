package io.farol.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.farol.accounts.v1.AccountsFeedGrpc;
import io.farol.feed.v1.Event;
import io.farol.feed.v1.SubscribeRequest;
import io.farol.feed.v1.SubscribeResponse;
import io.farol.testkit.ApiCaller;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceProcess;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What the two services hold after the drill, against the files that were acknowledged and against each other. */
final class DrillComparison {
    /** Terms of lines, in a form that both databases can write: line, first day, MRR. */
    private static final String TERMS_TOLD = """
            select count(*) || ' terms, hash ' || sum(hashtextextended((l ->> 'id') || ' ' || (t ->> 'startsOn') || ' ' || (t ->> 'mrrE4'), 0)::numeric)
              from (select distinct on (aggregate_id) payload from outbox where aggregate_type = 'CONTRACT' order by aggregate_id, aggregate_version desc) o
             cross join lateral json_array_elements(o.payload -> 'lines') l cross join lateral json_array_elements(l -> 'terms') t""";

    private static final String TERMS_HELD = """
            select count(*) || ' terms, hash ' || sum(hashtextextended(line_id || ' ' || starts_on || ' ' || mrr_e4, 0)::numeric)
              from line_term where pos_to = 9223372036854775807""";

    private final ServiceProcess accounts;
    private final ServiceProcess metrics;
    private final DrillSql accountsSql;
    private final DrillSql metricsSql;
    private final List<String> differences = new ArrayList<>();

    DrillComparison(ServiceProcess accounts, ServiceProcess metrics, DrillSql accountsSql, DrillSql metricsSql) {
        this.accounts = accounts;
        this.metrics = metrics;
        this.accountsSql = accountsSql;
        this.metricsSql = metricsSql;
    }

    /** What differs; each comparison is printed. */
    List<String> of(List<DrillFile> files) throws InterruptedException {
        imported(files);
        feed();
        followed();
        statement(files);
        rebuild();
        return differences;
    }

    private void imported(List<DrillFile> files) {
        long lines = files.stream().mapToLong(DrillFile::lines).sum();
        same("lines", lines, accountsSql.number("select count(*) from contract_line"));
        same("contracts", lines / 2, accountsSql.number("select count(*) from contract"));
        same("jobs still open", 0L, accountsSql.number("select count(*) from job_lease where is_open"));
        same(
                "audit rows of imports",
                files.size() + 2L,
                accountsSql.number("select count(*) from audit_entry where aggregate_type = 'IMPORT'"));
        same(
                "contracts whose events are not their versions",
                0L,
                accountsSql.number(
                        "select count(*) from (select from outbox where aggregate_type = 'CONTRACT' group by aggregate_id"
                                + " having count(*) <> max(aggregate_version) or min(aggregate_version) <> 1) x"));
        same(
                "contracts whose last event is not their state",
                0L,
                accountsSql.number(
                        "select count(*) from contract c where not exists (select from outbox o where o.aggregate_type = 'CONTRACT'"
                                + " and o.tenant_id = c.tenant_id and o.aggregate_id = c.id and o.aggregate_version = c.version)"));
    }

    /** As a partner reads it. */
    private void feed() {
        ManagedChannel channel = ManagedChannelBuilder.forTarget(accounts.address())
                .usePlaintext()
                .build();
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer " + Issuer.token(KillDrill.TENANT, "partner", "integration"));
        Map<String, Long> versions = new HashMap<>();
        long events = 0;
        long faults = 0;
        long position = 0;
        try {
            Iterator<SubscribeResponse> stream = AccountsFeedGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .withDeadlineAfter(4, TimeUnit.MINUTES)
                    .subscribe(SubscribeRequest.getDefaultInstance());
            while (true) {
                SubscribeResponse element = stream.next();
                if (element.hasEvent()) {
                    Event event = element.getEvent();
                    events++;
                    long next = versions.getOrDefault(event.getAggregateId(), 0L) + 1;
                    if (event.getPosition() != position + 1 || event.getAggregateVersion() != next) {
                        faults++;
                    }
                    position = event.getPosition();
                    versions.put(event.getAggregateId(), event.getAggregateVersion());
                } else if (element.getHeartbeat().getIsCaughtUp()) {
                    break;
                }
            }
        } finally {
            channel.shutdownNow();
        }
        same("events that the feed tells", accountsSql.number("select count(*) from outbox"), events);
        same("events out of order, or with a gap before", 0L, faults);
    }

    private void followed() {
        String head = accountsSql.text("select 'acc.e' || epoch || '.a' || batch || '.' || position from feed_head");
        viewer().awaitFollowed("/v1/mrr/statement?from=2026-01&to=2026-01", head);
        same("events put aside", 0L, metricsSql.number("select count(*) from feed_parked"));
        same("terms of lines", accountsSql.text(TERMS_TOLD), metricsSql.text(TERMS_HELD));
    }

    private void statement(List<DrillFile> files) {
        JsonNode months = viewer().get("/v1/mrr/statement?from=" + DrillFile.FIRST + "&to=" + DrillFile.LAST)
                .get("months");
        for (JsonNode month : months) {
            BigDecimal expected = files.stream()
                    .map(file -> file.mrr(YearMonth.parse(month.get("month").asText())))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            same(
                    "closing MRR of " + month.get("month").asText(),
                    expected.toPlainString(),
                    month.get("closing").asText());
        }
    }

    private void rebuild() throws InterruptedException {
        List<String> tables = metricsSql.texts("select c.table_name from information_schema.columns c"
                + " where c.table_schema = 'public' and c.column_name = 'gen' order by 1");
        Map<String, String> written = new HashMap<>();
        tables.forEach(table -> written.put(table, rows(table)));
        String id = ApiCaller.json(metrics.as(Issuer.operatorToken("otto"))
                        .post("/v1/admin/metrics/feeds/accounts/rebuilds", "", 202))
                .get("id")
                .asText();
        String state;
        do {
            Thread.sleep(500);
            state = metricsSql.text("select state from feed_rebuild where id = '" + id + "'");
        } while (state.equals("RUNNING"));
        same("the rebuild", "SUCCEEDED", state);
        same("generations that are read now", "2", metricsSql.text("select active_gen from ledger_generation"));
        tables.forEach(table -> same("rows of " + table + ", rebuilt", written.get(table), rows(table)));
    }

    /** Number and hash of the rows that are read, whatever their order. */
    private String rows(String table) {
        return metricsSql.text(
                "select count(*) || ' rows, hash ' || coalesce(sum(hashtextextended((to_jsonb(t) - 'gen')::text, 0)::numeric), 0) from "
                        + table
                        + " t where gen = coalesce((select active_gen from ledger_generation where tenant_id = '"
                        + KillDrill.TENANT + "'), 1) and tenant_id = '" + KillDrill.TENANT + "'");
    }

    private ApiCaller viewer() {
        return metrics.as(Issuer.token(KillDrill.TENANT, "vera", "viewer"));
    }

    private void same(String what, Object expected, Object actual) {
        boolean isSame = Objects.equals(expected, actual);
        System.out.println("  " + (isSame ? "ok    " : "WRONG ") + what + ": " + actual
                + (isSame ? "" : ", expected " + expected));
        if (!isSame) {
            differences.add(what + ": " + actual + ", expected " + expected);
        }
    }
}
