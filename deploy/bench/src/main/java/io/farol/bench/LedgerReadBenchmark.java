package io.farol.bench;

import io.farol.metrics.ledger.LedgerRebuild;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * Reads of metrics-service through REST. Goals: MRR by kind, NRR, GRR and customer churn of 36 months cost at most 1.3 × {@code q_sparse.sql}, which reads them from movements; statements and metrics
 * of all accounts cost the same at 10,000 and 100,000 accounts (± 30 %), of chosen accounts at most 300 ms at 100,000; the first page of the account table under 50 ms.
 *
 * <p>CPU is that of the service and of its database connections; cores may be shared, so it decides where two ways are compared.
 */
public final class LedgerReadBenchmark {
    private static final int ROUNDS = 7;

    /** Cheap questions are asked until they have used so many ticks of CPU, {@link #MOST_ROUNDS} times at most: seven rounds of 15 ms are ten ticks, and one more is a tenth. */
    private static final int TICKS = 100;

    private static final int MOST_ROUNDS = 100;

    /** Rounds after which the service answers as one that has run for a while. */
    private static final int WARM_UP = 10;

    /** Blocks in which a question is asked of two tenants by turns, and how often in each. */
    private static final int BLOCKS = 10;

    private static final int BLOCK = 10;

    private static final String SMALL = "small";
    private static final String LARGE = "large";
    private static final String YEAR = "from=2024-11&to=2025-10&asOf=2025-11-22";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ServiceProcess service;
    private final Jdbi jdbi;

    private LedgerReadBenchmark(ServiceProcess service, Jdbi jdbi) {
        this.service = service;
        this.jdbi = jdbi;
    }

    /** What reading costs. */
    private record Cost(double millis, double cpuMillis) {}

    /** @param args the number of accounts of the large tenant, if it is not 100,000; the small one has a tenth */
    public static void main(String... args) throws Exception {
        int accounts = args.length == 0 ? 100_000 : Integer.parseInt(args[0]);
        ServiceProcess service = ServiceProcess.migrated("metrics-service", "bench", Map.of());
        Jdbi jdbi = fill(service, accounts);
        try (service) {
            LedgerReadBenchmark benchmark = new LedgerReadBenchmark(service.start(), jdbi);
            benchmark.againstMovements();
            benchmark.ofAllAccounts(accounts);
            benchmark.ofChosenAccounts(accounts);
            benchmark.accountTable(accounts);
        }
        System.exit(0);
    }

    private void againstMovements() throws Exception {
        // one connection for all rounds: a backend that has ended takes its CPU time with it
        try (Handle handle = jdbi.open()) {
            againstMovements(handle);
        }
    }

    private void againstMovements(Handle handle) throws Exception {
        String sparse = statements("q_sparse.sql").getFirst();
        Callable<Double> yardstick = () -> {
            long before = ticksUsed();
            handle.createQuery(sparse).map((row, context) -> row.getLong("mrr")).list();
            return millis(ticksUsed() - before);
        };
        for (Map.Entry<String, String> way : Map.of(
                        "from cells",
                        "",
                        "account by account",
                        "&channel=" + every("channel") + "&region=" + every("region"))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, String>comparingByKey().reversed())
                .toList()) {
            Callable<Double> ours = () -> {
                long before = ticksUsed();
                String months = "from=2023-01&to=2025-12&asOf=2026-01-02" + way.getValue();
                get(LARGE, "mrr/statement?" + months);
                for (String key : List.of("nrr?window=12&", "grr?window=12&", "logo_churn_rate?")) {
                    get(LARGE, "metrics/" + key + months);
                }
                return millis(ticksUsed() - before);
            };
            for (int i = 0; i < WARM_UP; i++) {
                ours.call();
            }
            double ratio = new Rounds("36 months of the large tenant, " + way.getKey(), "ms CPU", ROUNDS)
                    .compare(ours, yardstick);
            System.out.printf(Locale.ROOT, "goal: ratio <= 1.3: %s%n%n", ratio <= 1.3 ? "met" : "missed");
        }
    }

    private void ofAllAccounts(int accounts) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "all accounts: %d against %d; goal: the same, ± 30 %% (of CPU; where it is under 3 ms, it is the request's own)%n",
                accounts / 10,
                accounts);
        for (String question : List.of(
                "mrr/statement?",
                "mrr/statement?groupBy=region&",
                "mrr/statement?groupBy=product&",
                "metrics/mrr?",
                "metrics/nrr?window=12&",
                "metrics/grr?window=12&groupBy=region&",
                "metrics/frozen_mrr?",
                "metrics/logo_churn_rate?",
                "metrics/quick_ratio?granularity=QUARTER&",
                "cohorts?",
                "metrics/life_time?",
                "metrics/ltv?",
                "metrics/average_ticket?",
                "metrics/scheduled_churn_mrr?",
                "metrics/acv?")) {
            Asked small = new Asked(SMALL, question + YEAR);
            Asked large = new Asked(LARGE, question + YEAR);
            // one after the other again and again, since what the machine and the compiler do meanwhile changes with
            // time
            for (int block = -1; block < BLOCKS; block++) {
                small.ask(block < 0);
                large.ask(block < 0);
            }
            double ratio = large.cpuMillis() / Math.max(small.cpuMillis(), 3);
            System.out.printf(
                    Locale.ROOT,
                    "  %-45s %8.1f -> %8.1f ms, CPU %8.1f -> %8.1f ms, ratio %.2f: %s%n",
                    question,
                    small.millis(),
                    large.millis(),
                    small.cpuMillis(),
                    large.cpuMillis(),
                    ratio,
                    ratio <= 1.3 ? "met" : "missed");
        }
        System.out.println();
    }

    /** A question that is asked in blocks. */
    private final class Asked {
        private final String tenant;
        private final String question;
        private final List<Double> millis = new ArrayList<>();
        private long ticks;

        Asked(String tenant, String question) {
            this.tenant = tenant;
            this.question = question;
        }

        void ask(boolean isWarmUp) throws Exception {
            long before = ticksUsed();
            for (int i = 0; i < BLOCK; i++) {
                long start = System.nanoTime();
                get(tenant, question);
                millis.add((System.nanoTime() - start) / 1e6);
            }
            ticks += ticksUsed() - before;
            if (isWarmUp) {
                millis.clear();
                ticks = 0;
            }
        }

        double millis() {
            return millis.stream().sorted().toList().get(millis.size() / 2);
        }

        double cpuMillis() {
            return LedgerReadBenchmark.millis(ticks) / millis.size();
        }
    }

    private void ofChosenAccounts(int accounts) throws Exception {
        System.out.printf(Locale.ROOT, "chosen of %d accounts; goal: <= 300 ms (of CPU)%n", accounts);
        String month = "from=2025-10&to=2025-10&asOf=2025-11-22";
        for (String filter : List.of(
                "sector=sector-1&",
                "sector=sector-1&sector=sector-2&",
                "sector=sector-1&region=region-2&",
                "sector=sector-1&region=region-2&channel=channel-3&",
                "seller=seller-9&tag=vip&",
                "product=00000000-0000-0000-0000-000000000001&",
                "channel=" + every("channel") + "&",
                "channel=" + every("channel").replace("&channel=channel-6", "") + "&",
                "channel=" + every("channel").substring(0, every("channel").indexOf("&channel=channel-4")) + "&")) {
            for (String question : List.of(
                    "mrr/statement?" + YEAR,
                    "mrr/statement?groupBy=country&" + YEAR,
                    "metrics/nrr?window=12&" + YEAR,
                    "metrics/average_ticket?" + month,
                    "metrics/life_time?" + YEAR,
                    "metrics/scheduled_churn_mrr?" + month,
                    "metrics/acv?" + month)) {
                Cost cost = cost(LARGE, question + "&" + filter.substring(0, filter.length() - 1));
                System.out.printf(
                        Locale.ROOT,
                        "  %-50s %-55s %8.1f ms, CPU %8.1f ms: %s%n",
                        filter.length() > 50 ? filter.substring(0, 47) + "..." : filter,
                        question,
                        cost.millis,
                        cost.cpuMillis,
                        cost.cpuMillis <= 300 ? "met" : "missed");
            }
        }
        System.out.println();
    }

    private void accountTable(int accounts) throws Exception {
        System.out.printf(Locale.ROOT, "first page of the account table, %d accounts; goal: < 50 ms%n", accounts);
        List<String> questions = List.of(
                "overviews",
                "overviews?sort=-mrr",
                "overviews?sort=name&sector=sector-1",
                "overviews?sort=-customerSince&region=region-2",
                "overviews?product=00000000-0000-0000-0000-000000000001",
                "overviews?tag=vip&sort=-mrr",
                "overviews?q=account%2099123",
                "overviews?sort=-renewsOn&status=ACTIVE");
        for (int i = 0; i < BLOCKS * WARM_UP; i++) {
            get(LARGE, questions.get(i % questions.size()));
        }
        for (String question : questions) {
            Cost cost = cost(LARGE, question);
            System.out.printf(
                    Locale.ROOT,
                    "  %-45s %8.1f ms, CPU %8.1f ms: %s%n",
                    question,
                    cost.millis,
                    cost.cpuMillis,
                    cost.cpuMillis < 50 ? "met" : "missed");
        }
    }

    private Cost cost(String tenant, String question) throws Exception {
        get(tenant, question);
        get(tenant, question);
        List<Double> millis = new ArrayList<>();
        long before = ticksUsed();
        while (millis.size() < ROUNDS || millis.size() < MOST_ROUNDS && ticksUsed() - before < TICKS) {
            long start = System.nanoTime();
            get(tenant, question);
            millis.add((System.nanoTime() - start) / 1e6);
        }
        double cpuMillis = millis(ticksUsed() - before) / millis.size();
        millis.sort(null);
        return new Cost(millis.get(millis.size() / 2), cpuMillis);
    }

    private void get(String tenant, String question) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(service.origin() + "/v1/" + question))
                        .header("Authorization", "Bearer " + Issuer.token(tenant, "vera", "viewer"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(question + " answered " + answer.body());
        }
    }

    private long ticksUsed() throws IOException, java.sql.SQLException {
        return CpuTime.ticksOf(service.pid()) + CpuTime.ticksOfBackends();
    }

    private static double millis(long ticks) {
        return ticks * CpuTime.MICROS_A_TICK / 1000;
    }

    /** All seven values of a dimension. */
    private static String every(String dim) {
        return dim + "-0&" + dim + "=" + dim + "-1&" + dim + "=" + dim + "-2&" + dim + "=" + dim + "-3&" + dim + "="
                + dim + "-4&" + dim + "=" + dim + "-5&" + dim + "=" + dim + "-6";
    }

    private static Jdbi fill(ServiceProcess service, int accounts) {
        Jdbi jdbi = Jdbi.create(
                service.setting("farol.db.url"),
                service.setting("farol.db.user"),
                service.setting("farol.db.password"));
        Jdbi superuser = Jdbi.create(service.superuserUrl());
        // one process a connection, so that its CPU is all there is
        superuser.useHandle(handle -> handle.execute("alter system set max_parallel_workers_per_gather = 0"));
        superuser.useHandle(handle -> handle.execute("select pg_reload_conf()"));
        for (Map.Entry<String, Integer> tenant :
                Map.of(SMALL, accounts / 10, LARGE, accounts).entrySet()) {
            jdbi.useTransaction(handle -> run(handle, tenant.getKey(), "ledger_reads.sql", tenant.getValue()));
            superuser.useHandle(handle -> handle.execute("vacuum analyze"));
            jdbi.useTransaction(handle -> {
                bind(handle, tenant.getKey());
                handle.execute("set local work_mem = '64MB'");
                new LedgerRebuild(handle, tenant.getKey()).run();
                handle.createQuery(
                                "select refresh_account_rows(:tenant, array(select id from account_copy where tenant_id = :tenant), '2025-11-22')::text")
                        .bind("tenant", tenant.getKey())
                        .mapTo(String.class)
                        .list();
            });
        }
        superuser.useTransaction(handle -> run(handle, LARGE, "ledger_movements.sql", accounts));
        superuser.useHandle(handle -> handle.execute("grant select on mov to farol_app"));
        superuser.useHandle(handle -> handle.execute("vacuum analyze"));
        return jdbi;
    }

    private static void run(Handle handle, String tenant, String resource, int accounts) {
        bind(handle, tenant);
        handle.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        for (String statement : statements(resource)) {
            handle.createUpdate(statement
                            .replace(":accounts", Integer.toString(accounts))
                            .replace(":tenant", "'" + tenant + "'"))
                    .execute();
        }
    }

    private static void bind(Handle handle, String tenant) {
        handle.createQuery("select set_config('app.tenant', :tenant, true)")
                .bind("tenant", tenant)
                .mapTo(String.class)
                .one();
    }

    private static List<String> statements(String resource) {
        try (InputStream in = Objects.requireNonNull(LedgerReadBenchmark.class.getResourceAsStream(resource))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split(";\\s*\\n"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
