package io.farol.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.farol.testkit.ApiCaller;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceProcess;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Kills accounts-service and metrics-service with SIGKILL, over and over, while contract lines are imported through REST and followed over the feed, starts them again, and compares at the end:
 * every line that was acknowledged is there, once; the feed tells all of it; metrics-service's ledger is that of the lines and equals a rebuild, row by row.
 *
 * <p>accounts-service dies while its job is RUNNING and 10 to 90 % of the rows are read; metrics-service while it has applied 10 to 90 % of the file's events, and besides while it takes in one
 * batch that is a whole file (ATOMIC).
 */
public final class KillDrill {
    static final String TENANT = "drill";
    private static final long LOOK_MILLIS = 2;
    private static final long PATIENCE_NANOS = 1_200_000_000_000L;

    private final int lines;
    private final int kills;
    private final ServiceProcess accounts;
    private final ServiceProcess metrics;
    private final DrillSql accountsSql;
    private final DrillSql metricsSql;
    private int accountsKills;
    private int metricsKills;

    private KillDrill(int lines, int kills, ServiceProcess accounts, ServiceProcess metrics) {
        this.lines = lines;
        this.kills = kills;
        this.accounts = accounts;
        this.metrics = metrics;
        this.accountsSql = new DrillSql(accounts.superuserUrl());
        this.metricsSql = new DrillSql(metrics.superuserUrl());
    }

    /** @param args lines of a file and how often each service is killed; 50000 and 10 */
    public static void main(String... args) throws Exception {
        List<String> differences = run(
                args.length > 0 ? Integer.parseInt(args[0]) : 50_000, args.length > 1 ? Integer.parseInt(args[1]) : 10);
        System.out.println(
                differences.isEmpty()
                        ? "nothing missing, nothing twice"
                        : "DIFFERENT: " + String.join("; ", differences));
        System.exit(differences.isEmpty() ? 0 : 1);
    }

    /**
     * Runs it; kill points and comparisons are printed.
     *
     * @param lines of each file
     * @param kills of each service, at least
     * @return what differs at the end; empty = nothing
     */
    public static List<String> run(int lines, int kills) throws Exception {
        String chunk = Integer.toString(lines / 50);
        try (ServiceProcess accounts = ServiceProcess.migrated(
                                "accounts-service", "drill_accounts", Map.of("farol.imports.chunk-rows", chunk))
                        .start();
                ServiceProcess metrics = ServiceProcess.migrated(
                                "metrics-service", "drill_metrics", Map.of("farol.accounts.grpc", accounts.address()))
                        .start()) {
            return new KillDrill(lines, kills, accounts, metrics).run();
        }
    }

    private List<String> run() throws Exception {
        load("accounts", "", DrillFile.accountsCsv(lines), DrillFile.accounts(lines));
        load("products", "", DrillFile.productsCsv(), DrillFile.PRODUCTS);
        List<DrillFile> files = new ArrayList<>();
        while (accountsKills < kills || metricsKills < kills) {
            if (files.size() > 4 * kills) {
                throw new IllegalStateException("the work is over before anybody can be killed");
            }
            DrillFile file = new DrillFile(files.size(), lines);
            files.add(file);
            importAndKill(file, files.size() % 2 == 0 ? "ATOMIC" : "PARTIAL");
        }
        return new DrillComparison(accounts, metrics, accountsSql, metricsSql).of(files);
    }

    private void load(String things, String query, byte[] csv, int rows) {
        JsonNode job = robot().ended(robot().startImport(things, query, () -> new ByteArrayInputStream(csv)));
        accepted(job, rows);
    }

    private void importAndKill(DrillFile file, String mode) throws Exception {
        long before = head();
        byte[] csv = file.csv();
        String job = robot().startImport("contract-lines", "?mode=" + mode, () -> new ByteArrayInputStream(csv));
        try (ExecutorService killers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> both = List.of(
                    killers.submit(() -> killAccounts(job, mode)),
                    killers.submit(() -> mode.equals("ATOMIC")
                            ? killMetricsInOneBatch(before + file.events())
                            : killMetrics(before, file.events())));
            for (Future<?> killer : both) {
                killer.get();
            }
        }
        accepted(robot().ended(job), lines);
    }

    /** Once a file, at another place each time. */
    private boolean killAccounts(String job, String mode) throws Exception {
        long place = lines / 10 + (long) lines * 75 / 100 * accountsKills / kills;
        long read;
        do {
            Thread.sleep(LOOK_MILLIS);
            JsonNode view = robot().get(job);
            read = view.get("rowsRead").asLong();
            if (!isRunning(view)) {
                return false;
            }
        } while (read < place);
        accounts.kill();
        String id = job.substring(job.lastIndexOf('/') + 1);
        boolean isCaught = accountsSql
                        .text("select state from job where id = '" + id + "'")
                        .equals("RUNNING")
                && read <= lines * 9L / 10;
        if (isCaught) {
            accountsKills++;
        }
        say(
                "accounts-service",
                accountsKills,
                isCaught,
                mode + " job RUNNING, " + read * 100 / lines + " % read",
                accounts);
        return isCaught;
    }

    /** Twice a file, if it can be. */
    private boolean killMetrics(long before, long events) throws Exception {
        for (int kill = 0; kill < 2; kill++) {
            long place = 10 + 35L * kill + 30L * (metricsKills % kills) / kills;
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (applied() - before < events * place / 100) {
                Thread.sleep(LOOK_MILLIS);
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("metrics-service stands still at " + applied());
                }
            }
            metrics.kill();
            long percent = (applied() - before) * 100 / events;
            boolean isCaught = percent >= 10 && percent <= 90;
            if (isCaught) {
                metricsKills++;
            }
            say("metrics-service", metricsKills, isCaught, percent + " % of the file's events applied", metrics);
        }
        return true;
    }

    private boolean killMetricsInOneBatch(long end) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (head() < end) {
            Thread.sleep(LOOK_MILLIS);
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the feed stands still at " + head());
            }
        }
        Thread.sleep(100L * (metricsKills % 8)); // another moment of the work each time; how far it was is printed
        metrics.kill();
        boolean isBehind = applied() < end;
        say(
                "metrics-service",
                0,
                false,
                isBehind ? "one batch of a whole file not yet applied" : "all applied",
                metrics);
        return isBehind;
    }

    private void say(String service, int count, boolean isCounted, String where, ServiceProcess killed)
            throws Exception {
        long began = System.nanoTime();
        killed.start();
        System.out.printf(
                Locale.ROOT,
                "  %s killed %s: %s; ready again after %.1f s%n",
                service,
                isCounted ? count + " of " + kills : "besides",
                where,
                (System.nanoTime() - began) / 1e9);
    }

    private static boolean isRunning(JsonNode job) {
        return job.get("state").asText().equals("RUNNING");
    }

    private static void accepted(JsonNode job, int rows) {
        if (!job.get("state").asText().equals("SUCCEEDED")
                || job.get("rowsAccepted").asInt() != rows) {
            throw new IllegalStateException("an acknowledged file of " + rows + " rows ended as " + job);
        }
    }

    /** A token does not outlive a long drill. */
    private ApiCaller robot() {
        return accounts.as(Issuer.token(TENANT, "robot", "integration"));
    }

    private long head() {
        return accountsSql.number("select position from feed_head");
    }

    private long applied() {
        return metricsSql.number("select position from feed_subscription where source = 'accounts'");
    }
}
