package io.farol.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The committed realm with what only a laptop has: four tenants with their users and machine clients, an operator, and a client for the command line. */
final class Realm {
    static final List<String> TENANTS = List.of("aurora", "boreal", "cometa", "duna");
    static final String CLI = "farol-cli";
    static final String OPERATOR = "operator@farol";
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Person(String role, String firstName, String lastName) {}

    private static final Map<String, Person> PEOPLE = people();

    private final Secrets secrets;
    private final ObjectNode document;

    Realm(String origin, Secrets secrets) {
        this.secrets = secrets;
        this.document = committed(origin);
        addCommandLine();
        for (String tenant : TENANTS) {
            PEOPLE.forEach((name, person) -> addUser(name + "@" + tenant, person, tenant));
            addIntegration(tenant);
        }
        addUser(OPERATOR, new Person("platform-operator", "Otto", "Operador"), "");
    }

    /** What Keycloak imports; holds passwords. */
    ObjectNode document() {
        return document;
    }

    /** Every person's password by user name. */
    Map<String, String> users() {
        Map<String, String> passwords = new LinkedHashMap<>();
        TENANTS.forEach(tenant -> PEOPLE.keySet()
                .forEach(name -> passwords.put(name + "@" + tenant, secrets.of("password of all users"))));
        passwords.put(OPERATOR, secrets.of("password of all users"));
        return passwords;
    }

    /** Every confidential client's secret by client id. */
    Map<String, String> clients() {
        Map<String, String> clients = new LinkedHashMap<>();
        TENANTS.forEach(tenant -> clients.put(integration(tenant), secrets.of("client/" + integration(tenant))));
        Databases.SERVICES.forEach(
                service -> clients.put(service + "-service", secrets.of("client/" + service + "-service")));
        return clients;
    }

    private ObjectNode committed(String origin) {
        try (InputStream file = Realm.class.getResourceAsStream("/keycloak/farol-realm.json")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("${FAROL_ORIGIN}", origin);
            for (String service : Databases.SERVICES) {
                String placeholder = "${" + service.toUpperCase(java.util.Locale.ROOT) + "_SERVICE_SECRET}";
                text = text.replace(placeholder, secrets.of("client/" + service + "-service"));
            }
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addCommandLine() {
        ObjectNode client = clientLike("farol-web", CLI);
        client.put("name", "Command line on a laptop")
                .put("standardFlowEnabled", false)
                .put("directAccessGrantsEnabled", true);
        client.putArray("redirectUris");
        client.putArray("webOrigins");
        client.putObject("attributes").put("access.token.lifespan", "3600");
    }

    private void addIntegration(String tenant) {
        String id = integration(tenant);
        ObjectNode client = clientLike("accounts-service", id);
        client.put("secret", secrets.of("client/" + id));
        client.putObject("attributes").put("access.token.lifespan", "3600");
        ObjectNode claim = client.withArray("protocolMappers").addObject();
        claim.put("name", "tenant")
                .put("protocol", "openid-connect")
                .put("protocolMapper", "oidc-hardcoded-claim-mapper");
        claim.putObject("config")
                .put("claim.name", "tenant")
                .put("claim.value", tenant)
                .put("jsonType.label", "String")
                .put("access.token.claim", "true")
                .put("id.token.claim", "false")
                .put("userinfo.token.claim", "false");
        ObjectNode account = users(document).addObject();
        account.put("id", fixedId("service-account-" + id))
                .put("username", "service-account-" + id)
                .put("enabled", true)
                .put("serviceAccountClientId", id);
        account.putArray("realmRoles").add("default-roles-farol").add("integration");
    }

    private void addUser(String name, Person person, String tenant) {
        ObjectNode user = users(document).addObject();
        user.put("id", fixedId(name))
                .put("username", name)
                .put("email", name + ".example")
                .put("emailVerified", true)
                .put("firstName", person.firstName())
                .put("lastName", person.lastName())
                .put("enabled", true);
        if (!tenant.isEmpty()) {
            user.putObject("attributes").putArray("tenant").add(tenant);
        }
        user.putArray("realmRoles").add("default-roles-farol").add(person.role());
        user.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", secrets.of("password of all users"))
                .put("temporary", false);
    }

    private ObjectNode clientLike(String model, String id) {
        ArrayNode clients = document.withArray("clients");
        for (var client : clients) {
            if (client.path("clientId").asText().equals(model)) {
                ObjectNode copy = client.deepCopy();
                copy.put("clientId", id);
                clients.add(copy);
                return copy;
            }
        }
        throw new IllegalStateException("the realm has no client " + model);
    }

    private static ArrayNode users(ObjectNode document) {
        return document.withArray("users");
    }

    static String integration(String tenant) {
        return "integration@" + tenant;
    }

    /** The same person has the same id in every data folder. */
    private static String fixedId(String name) {
        return UUID.nameUUIDFromBytes(("farol/" + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static Map<String, Person> people() {
        Map<String, Person> people = new LinkedHashMap<>();
        people.put("admin", new Person("cs-admin", "Alice", "Prado"));
        people.put("leader", new Person("cs-leader", "Luís", "Moreira"));
        people.put("csm", new Person("csm", "Ana", "Souza"));
        people.put("viewer", new Person("viewer", "Rui", "Lima"));
        return people;
    }
}
