package io.farol.runtime.settings;

import static io.farol.runtime.settings.Setting.of;
import static io.farol.runtime.settings.Setting.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Everything that an operator may set, declared once; {@code deploy/CONFIGURATION.md} is written from it. Defaults stand in {@code microprofile-config.properties} beside it. */
public final class FarolSettings {
    /** All of them, in the order of the table. */
    public static final List<Setting> ALL = List.of(
            of(
                    "farol.mode",
                    "serve, migrate, bump-epoch",
                    "serve answers requests and never migrates; migrate brings the schema up to date as its owner and"
                            + " exits; bump-epoch makes every reader of the feed start anew, after a restore."),
            of("farol.http.host", "address", "Address that REST and gRPC listen on."),
            of("farol.http.port", "port", "Port of REST and gRPC, one for both."),
            of("farol.management.host", "address", "Address of probes and metrics; never routed to the outside."),
            of(
                    "farol.management.port",
                    "port",
                    "Port of probes (/q/health/started, ready, live) and metrics (/q/metrics)."),
            of("farol.db.url", "JDBC URL", "The service's own database; may go through a pooler in transaction mode."),
            of("farol.db.direct-url", "JDBC URL", "The same database without a pooler, for LISTEN and migrations."),
            of("farol.db.user", "text", "Application role: a member of farol_app, owner of nothing."),
            secret("farol.db.password", "Password of the application role."),
            of("farol.db.owner-user", "text", "Owner of the schema, used by migrate only."),
            secret("farol.db.owner-password", "Password of the owner; not given to serving processes."),
            of("farol.db.feed-user", "text", "Role of the feed's stamper and readers: a member of farol_feed."),
            secret("farol.db.feed-password", "Password of the feed role."),
            of(
                    "farol.db.pool-size",
                    "connections",
                    "Largest number of connections of the application role, per replica."),
            of(
                    "farol.db.feed-pool-size",
                    "connections",
                    "Largest number of connections of the feed role, per replica."),
            of("farol.oidc.issuer", "URL", "Public address of the realm; equals the claim iss of every token."),
            of(
                    "farol.oidc.internal-url",
                    "URL",
                    "Address of Keycloak's realm for keys, tokens and, from accounts-service, users, as reached from here."),
            secret("farol.oidc.client-secret", "Secret of the service's own client, whose id is the service's name."),
            of(
                    "farol.cors.origins",
                    "list of origins",
                    "Front ends on other origins that may read answers; no wildcard."),
            of(
                    "farol.limit.requests-per-minute",
                    "requests",
                    "Rate of one tenant, counted by each replica for itself."),
            of(
                    "farol.limit.concurrent-requests",
                    "requests",
                    "Requests of one tenant at a time, counted by each replica for itself."),
            of("farol.limit.body-bytes", "bytes", "Largest body of a request that is not an import."),
            of("farol.imports.max-bytes", "bytes", "Largest file of an import."),
            of("farol.imports.chunk-rows", "rows", "Rows that a PARTIAL import commits at once."),
            of("farol.jobs.workers", "jobs", "Jobs, such as imports, that one replica works on at a time."),
            of(
                    "farol.feed.stream-life",
                    "ISO 8601 duration",
                    "How long a feed's stream is served before its reader must open it anew."),
            of(
                    "farol.feed.partitions",
                    "partitions",
                    "Shares of the tenants in which a source's feed is consumed, each by one replica."),
            of(
                    "farol.grpc.reflection",
                    "true, false",
                    "Whether gRPC tools may ask a service for its own contracts; the edge routes no such question."),
            of("farol.log.format", "json, text", "One JSON object per line, or lines for people."),
            of(
                    "farol.otel.endpoint",
                    "URL",
                    "OpenTelemetry collector that takes traces over OTLP/HTTP, such as http://collector:4318; without one nothing is traced."),
            of(
                    "farol.otel.ratio",
                    "0 to 1",
                    "Share of the traces begun here that are recorded; a caller's trace is recorded when the caller says so."),
            of("farol.shutdown.drain", "duration", "How long running requests may go on after the signal to stop."),
            of("farol.accounts.grpc", "host:port", "Where accounts-service answers gRPC."),
            of("farol.metrics.grpc", "host:port", "Where metrics-service answers gRPC."),
            of("farol.pipeline.grpc", "host:port", "Where pipeline-service answers gRPC."),
            of("farol.onboarding.grpc", "host:port", "Where onboarding-service answers gRPC."));

    private static final String PREFIX = "FAROL_";

    /** Of deploy/'s tools, and harmless to a service that inherits them. */
    private static final Set<String> OF_TOOLS = Set.of("FAROL_PORT", "FAROL_STACKTRACE");

    private FarolSettings() {}

    /**
     * What is wrong with an environment, each fault a sentence without any value in it: a misspelt variable must not be ignored in silence.
     *
     * @param environment of the process
     */
    public static List<String> faults(Map<String, String> environment) {
        Set<String> known = ALL.stream().map(Setting::variable).collect(Collectors.toSet());
        List<String> faults = new ArrayList<>();
        for (String variable : new TreeSet<>(environment.keySet())) {
            if (variable.startsWith(PREFIX) && !known.contains(variable) && !OF_TOOLS.contains(variable)) {
                faults.add(variable + " is not a setting; deploy/CONFIGURATION.md lists them all");
            }
        }
        String origins = environment.getOrDefault("FAROL_CORS_ORIGINS", "");
        if (origins.contains("*") || origins.contains("/.")) {
            faults.add("FAROL_CORS_ORIGINS must list origins one by one: no wildcard, no pattern");
        }
        return faults;
    }

    /**
     * The table for operators.
     *
     * @param defaultOf default by name, as it stands in the properties; empty when there is none
     */
    public static String table(UnaryOperator<String> defaultOf) {
        StringBuilder table = new StringBuilder("""
            # Configuration

            Written from `FarolSettings` by `FarolSettingsTest` (run it with `-Dfarol.write=true` after a change); every service reads these environment variables. An unknown `FAROL_*` fails the start.

            | variable | is | default | meaning |
            |---|---|---|---|
            """);
        for (Setting setting : ALL) {
            String value = defaultOf.apply(setting.name());
            table.append("| `%s` | %s | %s | %s |%n"
                    .formatted(
                            setting.variable(),
                            setting.unit(),
                            value.isEmpty() ? "none" : "`" + value + "`",
                            setting.meaning())
                    .replace(System.lineSeparator(), "\n"));
        }
        return table.toString();
    }
}
