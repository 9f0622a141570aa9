package io.farol.accounts.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.farol.testkit.Issuer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** Stands in for Keycloak's admin API at the network edge, as far as users go; the real one is asked in {@code deploy/local}. */
final class KeycloakDouble {
    private static final String USERS = "/admin/realms/farol/users";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ObjectNode> users = new LinkedHashMap<>();
    private final Map<String, List<String>> roles = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private Predicate<String> isAway = call -> false;
    private String refusal = "";

    KeycloakDouble() {
        Issuer.answer(USERS, this::answer);
    }

    /** Breaks the connection of calls such as {@code POST /users}. */
    synchronized void goesAwayAt(Predicate<String> call) {
        isAway = call;
    }

    /** Answers 400 with this to whoever makes a user; empty = takes him. */
    synchronized void refuses(String body) {
        refusal = body;
    }

    synchronized ObjectNode user(String name) {
        return users.values().stream()
                .filter(user -> user.path("username").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no user " + name + " among " + users));
    }

    synchronized List<String> rolesOf(String name) {
        return roles.getOrDefault(user(name).path("id").asText(), List.of());
    }

    synchronized boolean has(String name) {
        return users.values().stream()
                .anyMatch(user -> user.path("username").asText().equals(name));
    }

    /** Calls that changed something, such as {@code POST /users}, since this was asked the last time. */
    synchronized List<String> changes() {
        List<String> changes =
                asked.stream().filter(call -> !call.startsWith("GET")).toList();
        asked.clear();
        return changes;
    }

    synchronized void add(String name, String email, String tenant) {
        ObjectNode user = JSON.createObjectNode().put("username", name).put("email", email);
        user.putObject("attributes").putArray("tenant").add(tenant);
        store(user);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String rest = exchange.getRequestURI().getPath().substring(USERS.length());
        String call = exchange.getRequestMethod() + " /users" + rest.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "{id}");
        if (isAway.test(call)) {
            exchange.close();
            return;
        }
        asked.add(call);
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        if (token == null || !token.startsWith("Bearer ey")) {
            say(exchange, 401, "");
            return;
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        JsonNode sent = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        String id = rest.isEmpty() ? "" : rest.split("/")[1];
        switch (call) {
            case "GET /users" -> say(exchange, 200, found(query(exchange)).toString());
            case "POST /users" -> create(exchange, (ObjectNode) sent);
            case "GET /users/{id}/role-mappings/realm/available" ->
                say(exchange, 200, available(id).toString());
            case "POST /users/{id}/role-mappings/realm" -> {
                sent.forEach(role -> roles.computeIfAbsent(id, _ -> new ArrayList<>())
                        .add(role.path("name").asText()));
                say(exchange, 204, "");
            }
            case "PUT /users/{id}/reset-password" -> {
                users.get(id).putArray("credentials").add(sent);
                say(exchange, 204, "");
            }
            default -> say(exchange, 404, "{}");
        }
    }

    private void create(HttpExchange exchange, ObjectNode user) throws IOException {
        boolean isTaken = users.values().stream()
                .anyMatch(other -> other.path("username").equals(user.path("username"))
                        || other.path("email").equals(user.path("email")));
        if (!refusal.isEmpty()) {
            say(exchange, 400, refusal);
        } else if (isTaken) {
            say(exchange, 409, "{\"errorMessage\":\"User exists with same username\"}");
        } else {
            exchange.getResponseHeaders().add("Location", "http://keycloak" + USERS + "/" + store(user));
            say(exchange, 201, "");
        }
    }

    private String store(ObjectNode user) {
        String id = UUID.randomUUID().toString();
        users.put(id, user.put("id", id));
        return id;
    }

    private ArrayNode found(Map<String, String> query) {
        ArrayNode found = JSON.createArrayNode();
        users.values().stream()
                .filter(user -> query.entrySet().stream().allMatch(asked -> fits(user, asked)))
                .forEach(found::add);
        return found;
    }

    private static boolean fits(JsonNode user, Map.Entry<String, String> asked) {
        return switch (asked.getKey()) {
            case "username", "email" -> user.path(asked.getKey()).asText().equals(asked.getValue());
            case "q" -> ("tenant:" + user.at("/attributes/tenant/0").asText()).equals(asked.getValue());
            default -> true;
        };
    }

    private ArrayNode available(String user) {
        ArrayNode available = JSON.createArrayNode();
        for (String role : List.of("cs-admin", "csm", "platform-operator")) {
            if (!roles.getOrDefault(user, List.of()).contains(role)) {
                available.addObject().put("id", "id-" + role).put("name", role);
            }
        }
        return available;
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        for (String pair : exchange.getRequestURI().getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static void say(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
