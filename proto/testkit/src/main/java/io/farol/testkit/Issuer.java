package io.farol.testkit;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Stands in for Keycloak at the network edge: serves its key set over HTTP and signs tokens of the same shape, with a key pair made for this run. */
public final class Issuer {
    /** Name that every token carries; not the address of the key set. */
    public static final String NAME = "https://idp.test/realms/farol";

    /** Name of the signing key. */
    public static final String KEY_ID = "test-key";

    private static final KeyPair KEYS = newKeyPair();
    private static final Map<String, HttpHandler> ANSWERED = new ConcurrentHashMap<>();
    private static final HttpServer SERVER = start();

    private Issuer() {}

    /** Settings by which a service trusts this issuer. */
    public static Map<String, String> settings() {
        return Map.of(
                "farol.oidc.issuer",
                NAME,
                "farol.oidc.internal-url",
                "http://127.0.0.1:" + SERVER.getAddress().getPort() + "/realms/farol");
    }

    /** An accepted token of a user {@code <name>@<tenant>} with realm roles. */
    public static String token(String tenant, String name, String... roles) {
        return sign(claims(tenant, name, roles));
    }

    /** The claims of an accepted token, to be bent by a test before {@link #sign}. */
    public static JwtClaimsBuilder claims(String tenant, String name, String... roles) {
        return Jwt.issuer(NAME)
                .audience("farol-api")
                .subject(java.util
                        .UUID
                        .nameUUIDFromBytes((name + "@" + tenant).getBytes(StandardCharsets.UTF_8))
                        .toString())
                .preferredUserName(name + "@" + tenant)
                .claim("azp", "farol-web")
                .claim("typ", "Bearer")
                .claim("tenant", tenant)
                .claim("realm_access", Map.of("roles", List.of(roles)))
                .issuedAt(System.currentTimeMillis() / 1000)
                .expiresIn(3600);
    }

    /** The tenant that a token of {@link #token} names. */
    public static String tenantOf(String token) {
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        return claims.replaceFirst("(?s).*\"tenant\":\"([^\"]*)\".*", "$1");
    }

    /** An accepted token of one of the four services' own clients: no tenant in it. */
    public static String serviceToken(String clientId) {
        return sign(Jwt.issuer(NAME)
                .audience("farol-api")
                .subject(java.util
                        .UUID
                        .nameUUIDFromBytes(clientId.getBytes(StandardCharsets.UTF_8))
                        .toString())
                .preferredUserName("service-account-" + clientId)
                .claim("azp", clientId)
                .claim("typ", "Bearer")
                .claim("realm_access", Map.of("roles", List.of()))
                .issuedAt(System.currentTimeMillis() / 1000)
                .expiresIn(3600));
    }

    /** An accepted token of an operator of the platform: no tenant in it. */
    public static String operatorToken(String name) {
        return sign(Jwt.issuer(NAME)
                .audience("farol-api")
                .subject(java.util
                        .UUID
                        .nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                        .toString())
                .preferredUserName(name)
                .claim("azp", "farol-web")
                .claim("typ", "Bearer")
                .claim("realm_access", Map.of("roles", List.of("platform-operator")))
                .issuedAt(System.currentTimeMillis() / 1000)
                .expiresIn(3600));
    }

    /** Signs with the key that the key set names. */
    public static String sign(JwtClaimsBuilder claims) {
        return claims.jws().keyId(KEY_ID).sign(KEYS.getPrivate());
    }

    /** Lets a test answer for more of Keycloak, below a path such as {@code /admin/realms/farol/}; whoever answered there before does no more. */
    public static synchronized void answer(String path, HttpHandler handler) {
        HttpHandler before = ANSWERED.put(path, handler);
        if (before == null) {
            SERVER.createContext(path, exchange -> ANSWERED.get(path).handle(exchange));
        }
    }

    /** The key pair, for tests that sign in another way. */
    public static KeyPair keys() {
        return KEYS;
    }

    /** A key pair that the key set does not name. */
    public static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpServer start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            byte[] keySet = keySet().getBytes(StandardCharsets.UTF_8);
            server.createContext("/realms/farol/protocol/openid-connect/certs", exchange -> {
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, keySet.length);
                try (exchange) {
                    exchange.getResponseBody().write(keySet);
                }
            });
            server.createContext("/realms/farol/protocol/openid-connect/token", exchange -> {
                String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                String client = form.replaceFirst(".*client_id=([^&]*).*", "$1");
                byte[] answer = "{\"access_token\":\"%s\",\"expires_in\":3600}"
                        .formatted(serviceToken(client))
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                try (exchange) {
                    exchange.getResponseBody().write(answer);
                }
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String keySet() {
        RSAPublicKey key = (RSAPublicKey) KEYS.getPublic();
        return """
                {"keys":[{"kid":"%s","kty":"RSA","alg":"RS256","use":"sig","n":"%s","e":"%s"}]}""".formatted(KEY_ID, base64(key.getModulus()), base64(key.getPublicExponent()));
    }

    private static String base64(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] unsigned = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
    }
}
