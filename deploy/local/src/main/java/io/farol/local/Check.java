package io.farol.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.farol.feed.v1.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Loads a little into a running platform, asks through its front door and compares exactly. */
final class Check {
    /** Ten seats of 100 from January, a year of 1,200 that ends in March, 250 more from February: worked out by hand below. */
    private static final String LINES = """
            lineExternalId;contractExternalId;accountExternalId;productCode;quantity;unitPrice;currency;billingPeriodMonths;discount;recurring;startsOn;endsOn;autoRenew;changeKind;churnReason
            L-1;C-1;A-1;SEATS;10;100,00;BRL;1;0;true;01/01/2026;;true;;
            L-2;C-2;A-2;YEAR;1;1.200,00;BRL;12;0;true;15/01/2026;10/03/2026;true;;PRICE
            L-3;C-1;A-1;EXTRA;1;250,00;BRL;1;0;true;01/02/2026;;true;CROSS_SELL;
            """;

    private static final List<String> FIGURES = List.of("month", "opening", "new", "expansion", "churn", "closing");

    /** What deploy/tools/docs-in-browser exits with where it finds none. */
    private static final int NO_BROWSER = 77;

    private final Platform platform;
    private final Progress progress;
    private boolean isRight = true;

    Check(Platform platform, Progress progress) {
        this.platform = platform;
        this.progress = progress;
    }

    /** True when every answer was the expected one; each is printed. */
    boolean run() {
        FarolApi csm = platform.as("csm@cometa");
        pages(csm);
        accounts(platform.as("leader@cometa"));
        String position = contractLines(platform.as("integration@cometa"));
        statement(csm, position);
        onboarding(csm);
        otherTenant(platform.as("admin@duna"));
        feed();
        clients(csm);
        browser("csm@cometa");
        return isRight;
    }

    private void pages(FarolApi csm) {
        JsonNode openApi = csm.get("/openapi.json").expect(200).json();
        equal("the OpenAPI document", "3.1.0", openApi.path("openapi").asText());
        equal(
                "it has the paths of all four services",
                true,
                List.of("/v1/accounts", "/v1/mrr/statement", "/v1/deals/changes", "/v1/onboardings").stream()
                        .allMatch(path -> openApi.path("paths").has(path)));
        equal("the docs page", 200, csm.get("/docs").status());
        equal(
                "the front ends' settings",
                "farol-web",
                csm.get("/client-config.json").json().path("clientId").asText());
        equal("the labels", true, csm.get("/labels/pt-BR.json").json().size() > 0);
        equal("management is not routed", 404, csm.get("/q/health").status());
        equal(
                "who I am",
                "cometa",
                csm.get("/v1/me").expect(200).json().at("/tenant/key").asText());
    }

    private void accounts(FarolApi leader) {
        Map<String, String> headers = Map.of("Content-Type", "application/json", "Idempotency-Key", "check-1");
        String body = "{\"name\":\"Acme\",\"externalId\":\"A-1\",\"sector\":\"Varejo\"}";
        FarolApi.Answer first = leader.post("/v1/accounts", body, headers).expect(201);
        FarolApi.Answer again = leader.post("/v1/accounts", body, headers).expect(201);
        equal(
                "an account made twice with one key is one",
                first.json().path("id"),
                again.json().path("id"));
        equal("the second answer is a replay", "true", again.header("Idempotency-Replayed"));
        leader.post(
                        "/v1/accounts",
                        "{\"name\":\"Beta\",\"externalId\":\"A-2\"}",
                        Map.of("Content-Type", "application/json"))
                .expect(201);
    }

    private String contractLines(FarolApi machine) {
        String query = "?createProducts=true&delimiter=%3B&decimalSeparator=%2C&dateFormat=dd%2FMM%2Fyyyy";
        JsonNode job = machine.load("contract-lines", query, LINES);
        equal("lines imported", 3, job.path("rowsAccepted").asInt());
        JsonNode again = machine.load("contract-lines", query, LINES);
        equal("the same lines again", 3, again.path("rowsUnchanged").asInt());
        return job.path("position").asText();
    }

    private void statement(FarolApi csm, String position) {
        List<String> expected = List.of(
                "2026-01 0.00 1100.00 0.00 0.00 1100.00",
                "2026-02 1100.00 0.00 250.00 0.00 1350.00",
                "2026-03 1350.00 0.00 0.00 100.00 1250.00");
        List<String> months = months(csm, position);
        // the projection follows the feed, whose reader may still rest before it asks Keycloak for a token again
        for (int second = 0; second < 90 && !months.equals(expected); second++) {
            LockSupport.parkNanos(1_000_000_000L);
            months = months(csm, position);
        }
        equal("MRR: month, opening, new, expansion, churn, closing", expected, months);
    }

    private static List<String> months(FarolApi csm, String position) {
        JsonNode answer = csm.get("/v1/mrr/statement?from=2026-01&to=2026-03", Map.of("Farol-After", position))
                .expect(200)
                .json();
        List<String> months = new java.util.ArrayList<>();
        answer.path("months")
                .forEach(month -> months.add(FIGURES.stream()
                        .map(figure -> month.path(figure).asText())
                        .collect(Collectors.joining(" "))));
        return months;
    }

    /** The first contract of a customer who is new today opens an onboarding. */
    private void onboarding(FarolApi csm) {
        String today = LocalDate.now(ZoneId.of("America/Sao_Paulo")).toString();
        FarolApi machine = platform.as("integration@cometa");
        machine.load("accounts", "externalId,name\nA-3,Gama\n");
        machine.load(
                "contract-lines",
                "lineExternalId,contractExternalId,accountExternalId,productCode,quantity,unitPrice,currency,billingPeriodMonths,startsOn\n"
                        + "L-4,C-3,A-3,SEATS,1,100.00,BRL,1," + today + "\n");
        JsonNode found = csm.get("/v1/onboardings").expect(200).json().path("items");
        for (int second = 0; second < 90 && found.isEmpty(); second++) {
            LockSupport.parkNanos(1_000_000_000L);
            found = csm.get("/v1/onboardings").expect(200).json().path("items");
        }
        equal(
                "a new customer is being onboarded",
                "Gama TRIAGE",
                found.at("/0/accountName").asText() + " " + found.at("/0/phase").asText());
    }

    private void otherTenant(FarolApi stranger) {
        equal(
                "another tenant sees no account",
                0,
                stranger.get("/v1/accounts").expect(200).json().path("items").size());
        equal(
                "nor MRR",
                "0.00",
                stranger.get("/v1/mrr/statement?from=2026-03&to=2026-03")
                        .expect(200)
                        .json()
                        .at("/months/0/closing")
                        .asText());
    }

    private void feed() {
        List<Event> events = FeedReader.accounts(
                platform.port(), platform.as("integration@cometa").token());
        equal(
                "the feed over gRPC is the tenant's own",
                List.of("cometa"),
                events.stream().map(Event::getTenantId).distinct().toList());
        equal(
                "and tells of",
                "[ACCOUNT, CONTRACT, PRODUCT]",
                events.stream()
                        .map(Event::getAggregateType)
                        .filter(type -> !type.equals("SETTINGS"))
                        .collect(Collectors.toCollection(TreeSet::new))
                        .toString());
        equal(
                "nothing to another tenant",
                0,
                FeedReader.accounts(
                                platform.port(), platform.as("integration@duna").token())
                        .size());
    }

    /** Typed clients, where deploy/clients/build has made them. */
    private void clients(FarolApi csm) {
        Path folder = platform.root().resolve("deploy/clients");
        if (!Files.exists(folder.resolve("target/built"))) {
            progress.say("  --    typed clients are not built (deploy/clients/build), so they are not run");
            return;
        }
        int code = ran(Map.of("FAROL_TOKEN", csm.token()), folder.resolve("run").toString(), platform.origin());
        equal("typed clients understand answers with values they do not know: exit code", 0, code);
    }

    /** A person who reads /docs, signs in there and tries a call. */
    private void browser(String user) {
        String script = platform.root().resolve("deploy/tools/docs-in-browser").toString();
        String password = Objects.requireNonNull(platform.realm().users().get(user));
        int code = ran(Map.of("FAROL_PASSWORD", password), script, platform.origin(), user);
        if (code == NO_BROWSER) {
            progress.say("  --    there is no browser here, so /docs is not tried in one");
        } else {
            equal("the docs page in a browser: exit code", 0, code);
        }
    }

    private int ran(Map<String, String> environment, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            Process process = builder.redirectErrorStream(true).start();
            progress.say(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
            return process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void equal(String what, Object wanted, Object seen) {
        boolean isSame = Objects.equals(wanted, seen);
        isRight &= isSame;
        progress.say(
                "  " + (isSame ? "ok    " : "WRONG ") + what + ": " + seen + (isSame ? "" : ", expected " + wanted));
    }
}
