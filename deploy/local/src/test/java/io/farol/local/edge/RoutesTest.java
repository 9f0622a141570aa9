package io.farol.local.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.farol.local.edge.Routes.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private final Routes routes = Routes.load();

    @Test
    void namesTheFourServices() {
        assertEquals(
                Set.of("accounts-service", "metrics-service", "pipeline-service", "onboarding-service"),
                routes.services());
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/accounts, accounts-service",
        "/v1/accounts/, accounts-service",
        "/v1/contract-lines/imports, accounts-service",
        "/v1/me, accounts-service",
        "/v1/mrr/statement, metrics-service",
        "/v1/overviews/0199/x, metrics-service",
        "/v1/deals/1/stage-changes, pipeline-service",
        "/v1/onboardings/board, onboarding-service",
        "/v1/admin/accounts/tenants, accounts-service",
        "/v1/admin/metrics/feeds/accounts/rebuilds, metrics-service",
        "/v1/accounts/by-external-id/A%2F1, accounts-service",
        "/v1/accounts/by-external-id/A;1, accounts-service",
        "/v1/accounts/by-external-id/100%25, accounts-service",
    })
    void routesByTheFirstSegment(String path, String service) {
        assertEquals(new Target.Rest(service), routes.target(path));
    }

    /** What a service documents and the edge does not know would be answered 404 to everybody outside. */
    @ParameterizedTest
    @ValueSource(strings = {"accounts-service", "metrics-service", "pipeline-service", "onboarding-service"})
    void routesEveryDocumentedPath(String service) throws IOException {
        Path document = Path.of("..", "..", service, "openapi", "openapi.yaml");
        List<String> paths = new ArrayList<>();
        new YAMLMapper().readTree(document.toFile()).path("paths").fieldNames().forEachRemaining(paths::add);

        List<String> astray = paths.stream()
                .filter(path ->
                        !routes.target(path.replaceAll("\\{[^}]+}", "1")).equals(new Target.Rest(service)))
                .toList();

        assertFalse(paths.isEmpty());
        assertEquals(List.of(), astray);
    }

    @ParameterizedTest
    @CsvSource({
        "/farol.accounts.v1.AccountsFeed/Subscribe, accounts-service",
        "/farol.metrics.v2.MetricsService/Explain, metrics-service",
        "/farol.pipeline.v1.PipelineFeed/Subscribe, pipeline-service",
    })
    void routesGrpcByPackage(String path, String service) {
        assertEquals(new Target.Grpc(service), routes.target(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1",
                "/v1/",
                "/v1/unknown",
                "/v1/Accounts",
                "/v1/%61ccounts",
                "/v1/accounts;x=1/1",
                "/v1/accounts%2F1",
                "/v1/accounts%3Bx",
                "//v1/accounts",
                "/v1//accounts",
                "/v1/accounts//1",
                "/v1/accounts/../admin/accounts/tenants",
                "/v1/accounts/%2e%2E/admin",
                "/v1/accounts/%252e%252e/admin",
                "/v1/accounts/..;/admin",
                "/v1/accounts/.%3Bx/admin",
                "/v1/accounts/./1",
                "/v1/accounts\\1",
                "/v1/accounts/;x/1",
                "/v1/accounts/%00",
                "/v1/admin",
                "/v1/admin/",
                "/v1/admin/accounts-service/x",
                "/v1/admin;/accounts/x",
                "/V1/accounts",
                "/v2/accounts",
                "/q/health",
                "/q/metrics",
                "/health",
                "/grpc.health.v1.Health/Check",
                "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
                "/farol.feed.v1.Feed/Subscribe",
                "/farol.accounts.v1.AccountsFeed",
                "/farol.accounts.v1.AccountsFeed/Subscribe/x",
                "/farol.accountsx.v1.X/Y",
                "/farol.accounts.v1;x.X/Y",
                "/auth",
                "/auth/admin/master/console",
                "/auth/realms/master/protocol/openid-connect/token",
                "/auth/realms/farol%2F..%2Fmaster",
                "/auth/health",
                "http://evil/v1/accounts",
                "*",
                ""
            })
    void leadsNowhereOtherwise(String path) {
        assertEquals(new Target.Nowhere(), routes.target(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/realms/farol/protocol/openid-connect/token", "/auth/resources/abc/login/x.css"})
    void showsOnlyTheLoginOfKeycloak(String path) {
        assertEquals(new Target.Login(), routes.target(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/docs",
                "/docs/docs.js",
                "/openapi",
                "/openapi.json",
                "/client-config.json",
                "/labels/en.json"
            })
    void answersItsOwnPages(String path) {
        assertTrue(routes.target(path) instanceof Target.Own);
    }
}
