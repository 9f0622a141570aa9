package io.farol.clients;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.farol.client.ApiClient;
import io.farol.client.ApiException;
import io.farol.client.api.AccountsApi;
import io.farol.client.api.MrrApi;
import io.farol.client.api.OnboardingsApi;
import io.farol.client.model.AccountView;
import io.farol.client.model.OnboardingView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** A partner's use of the generated client: against the running API as it is, and against answers that hold values and fields which this client has never heard of. */
public final class TypedClient {
    private static final String TOMORROW = "VALUE_OF_TOMORROW";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private TypedClient() {}

    /** @param args the API's origin; the token is in FAROL_TOKEN */
    public static void main(String... args) throws Exception {
        String token = System.getenv("FAROL_TOKEN");
        ask(args[0], token, false);
        HttpServer tomorrow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tomorrow.createContext("/", exchange -> passOn(exchange, args[0]));
        tomorrow.start();
        try {
            ask("http://127.0.0.1:" + tomorrow.getAddress().getPort(), token, true);
        } finally {
            tomorrow.stop(0);
        }
    }

    private static void ask(String origin, String token, boolean isOfTomorrow) throws ApiException {
        ApiClient client = new ApiClient();
        client.updateBaseUri(origin);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        AccountView account = new AccountsApi(client)
                .listAccounts(AccountsApi.APIListAccountsRequest.newBuilder()
                        .pageSize(5)
                        .build())
                .getItems()
                .getFirst();
        OnboardingView onboarding = new OnboardingsApi(client)
                .listOnboardings(OnboardingsApi.APIListOnboardingsRequest.newBuilder()
                        .pageSize(5)
                        .build())
                .getItems()
                .getFirst();
        int months = new MrrApi(client)
                .statementStatement(MrrApi.APIStatementStatementRequest.newBuilder()
                        .from("2026-01")
                        .to("2026-03")
                        .build())
                .getMonths()
                .size();
        check(months == 3, "three months, and not " + months);
        check(account.getState().equals(TOMORROW) == isOfTomorrow, "state " + account.getState());
        check(onboarding.getPhase().equals(TOMORROW) == isOfTomorrow, "phase " + onboarding.getPhase());
        System.out.println("  Java client: " + account.getName() + " is " + account.getState() + ", "
                + onboarding.getAccountName() + " in " + onboarding.getPhase());
    }

    /** What a newer server may answer: other values of enumerations, more fields. */
    private static void passOn(HttpExchange exchange, String origin) throws IOException {
        try (exchange) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(origin + exchange.getRequestURI()))
                    .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
                    .build();
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            byte[] body = answer.body()
                    .replaceAll(
                            "\"(state|phase)\":\"[A-Z_]+\"", "\"$1\":\"" + TOMORROW + "\",\"fieldOf_$1\":[{\"x\":1}]")
                    .replace("\"can\":[", "\"can\":[\"" + TOMORROW + "\",")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.statusCode(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }
}
