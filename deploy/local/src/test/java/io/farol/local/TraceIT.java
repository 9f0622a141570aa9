package io.farol.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.farol.testkit.ApiCaller;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceProcess;
import io.farol.testkit.SpanCollector;
import io.farol.testkit.SpanCollector.CollectedSpan;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What two services do for one request, as a collector of traces sees it. */
class TraceIT {
    private static final String TENANT = "traced";
    private static final int SERVER = 2;
    private static final int CLIENT = 3;
    private static final int CONSUMER = 5;

    private static SpanCollector collector;
    private static ServiceProcess accounts;
    private static ServiceProcess onboarding;

    @BeforeAll
    static void start() throws Exception {
        collector = new SpanCollector();
        accounts = ServiceProcess.migrated(
                        "accounts-service", "traced_accounts", Map.of("farol.otel.endpoint", collector.endpoint()))
                .start();
        onboarding = ServiceProcess.migrated(
                        "onboarding-service",
                        "traced_onboarding",
                        Map.of("farol.otel.endpoint", collector.endpoint(), "farol.accounts.grpc", accounts.address()))
                .start();
    }

    @AfterAll
    static void stop() {
        onboarding.close();
        accounts.close();
        collector.close();
    }

    @Test
    void tellsOneStoryOfARequestThroughTwoServices() throws Exception {
        String account = write(accounts, "/v1/accounts", null, "{\"name\":\"Acme\"}", "id");
        CollectedSpan made = await(span -> isRequest(span, "accounts-service") && hasSpan(span, "insert"));
        CollectedSpan applied = await(span -> span.kind() == CONSUMER
                && span.service().equals("onboarding-service")
                && span.linkedTraces().contains(made.traceId()));
        assertEquals("apply accounts", applied.name());

        String opened = write(onboarding, "/v1/onboardings", null, "{\"accountId\":\"" + account + "\"}", "id");
        accounts.stop();
        LocalDate today = LocalDate.now(ZoneId.of("America/Sao_Paulo"));
        write(
                onboarding,
                "/v1/onboardings/" + opened + "/first-values",
                "\"1\"",
                "{\"evidencedOn\":\"%s\",\"kind\":\"CLIENT_CONFIRMED\",\"evidence\":\"x\"}".formatted(today),
                "id");
        CollectedSpan call = await(TraceIT::isActivation);
        awaitLog("\"traceId\":\"" + call.traceId());
        accounts.start();

        CollectedSpan answer = await(span -> span.service().equals("accounts-service")
                && isOf(span, call)
                && collector.spans().stream()
                        .anyMatch(other -> isActivation(other) && other.spanId().equals(span.parentId())));
        assertEquals(SERVER, answer.kind());
        await(span -> isOf(span, call) && isRequest(span, "onboarding-service"));
        await(span -> isOf(span, call) && span.service().equals("accounts-service") && isStatement(span));
    }

    @Test
    void saysNothingOfWhatRunsByItself() throws Exception {
        write(accounts, "/v1/accounts", null, "{\"name\":\"Nova\"}", "id");
        await(span -> isRequest(span, "accounts-service"));

        List<CollectedSpan> roots = collector.spans().stream()
                .filter(span -> span.parentId().isEmpty())
                .filter(span -> span.kind() != SERVER && span.kind() != CONSUMER)
                .toList();

        assertEquals(List.of(), roots, "polls, leases and streams of feeds are no traces");
    }

    private static boolean isRequest(CollectedSpan span, String service) {
        return span.service().equals(service)
                && span.kind() == SERVER
                && span.parentId().isEmpty();
    }

    private static boolean isOf(CollectedSpan span, CollectedSpan other) {
        return span.traceId().equals(other.traceId());
    }

    private static boolean isStatement(CollectedSpan span) {
        return span.kind() == CLIENT && Stream.of("SELECT", "INSERT", "UPDATE").anyMatch(span.name()::startsWith);
    }

    private static boolean hasSpan(CollectedSpan span, String statement) {
        return collector.spans().stream()
                .anyMatch(other -> isOf(other, span)
                        && other.name().toLowerCase(Locale.ROOT).startsWith(statement));
    }

    private static boolean isActivation(CollectedSpan span) {
        return span.kind() == CLIENT && span.name().endsWith("ActivateAccount");
    }

    /** What a write answers in a field; tried again while the feed has not told of what it needs. */
    private static String write(ServiceProcess service, String path, @Nullable String etag, String body, String field)
            throws InterruptedException {
        ApiCaller leader = service.as(Issuer.token(TENANT, "lea", "cs-admin", "cs-leader", "csm"));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            var answer = leader.tryPost(path, etag, body);
            if (answer.statusCode() == 201) {
                JsonNode made = ApiCaller.json(answer);
                return made.path(field).asText();
            }
            assertTrue(System.nanoTime() < deadline, path + " answered " + answer.statusCode() + " " + answer.body());
            Thread.sleep(200);
        }
    }

    private static void awaitLog(String text) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!onboarding.log().contains(text)) {
            assertTrue(System.nanoTime() < deadline, "no line of the log says " + text);
            Thread.sleep(100);
        }
    }

    private static CollectedSpan await(Predicate<CollectedSpan> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            var found = collector.spans().stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            assertTrue(
                    System.nanoTime() < deadline,
                    () -> "no such span among\n"
                            + collector.spans().stream()
                                    .map(CollectedSpan::toString)
                                    .distinct()
                                    .collect(Collectors.joining("\n")));
            Thread.sleep(100);
        }
    }
}
