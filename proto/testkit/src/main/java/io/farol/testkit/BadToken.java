package io.farol.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A token that no door may accept. Each differs from an accepted one in exactly one property, which its name says.
 *
 * @param name the property
 * @param authorization values of the header or metadata {@code authorization}, usually one
 */
public record BadToken(String name, List<String> authorization) {
    private static final long NOW = System.currentTimeMillis() / 1000;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** An accepted token, from which each of {@link #all} differs in one property. */
    public static String accepted() {
        return Issuer.sign(claims());
    }

    /** All of them. */
    public static List<BadToken> all() {
        KeyPair other = Issuer.newKeyPair();
        String[] parts = accepted().split("\\.");
        return List.of(
                bearer("expired", Issuer.sign(claims().issuedAt(NOW - 7200).expiresAt(NOW - 60))),
                bearer("not yet valid", Issuer.sign(claims().claim("nbf", NOW + 600))),
                bearer("of another issuer", Issuer.sign(claims().issuer("https://idp.test/realms/other"))),
                bearer("of an issuer with a slash more", Issuer.sign(claims().issuer(Issuer.NAME + "/"))),
                bearer("for another audience", Issuer.sign(claims().audience("other-api"))),
                bearer("for no audience", Issuer.sign(withoutAudience())),
                bearer(
                        "signed by another key",
                        claims().jws().keyId(Issuer.KEY_ID).sign(other.getPrivate())),
                bearer(
                        "of an unknown key id",
                        claims().jws().keyId("another-key").sign(Issuer.keys().getPrivate())),
                bearer(
                        "unsigned",
                        encoded("{\"alg\":\"none\",\"kid\":\"" + Issuer.KEY_ID + "\"}") + "." + parts[1] + "."),
                bearer("signed with the public key as a secret", hmacWithPublicKey(parts[1])),
                bearer(
                        "signed with another algorithm",
                        claims().jws()
                                .keyId(Issuer.KEY_ID)
                                .algorithm(io.smallrye.jwt.algorithm.SignatureAlgorithm.RS512)
                                .sign(Issuer.keys().getPrivate())),
                bearer("an ID token", Issuer.sign(claims().claim("typ", "ID"))),
                bearer("a refresh token", Issuer.sign(claims().claim("typ", "Refresh"))),
                bearer("of no type", Issuer.sign(untyped())),
                bearer("of no tenant", Issuer.sign(tenantless())),
                bearer("of an ill-formed tenant", Issuer.sign(claims().claim("tenant", "Aurora!"))),
                bearer("of an empty tenant", Issuer.sign(claims().claim("tenant", ""))),
                bearer("of two tenants", Issuer.sign(claims().claim("tenant", List.of("aurora", "boreal")))),
                bearer("of a service with a tenant", Issuer.sign(claims().claim("azp", "metrics-service"))),
                bearer("with another payload", parts[0] + "." + withTenant(parts[1], "boreal") + "." + parts[2]),
                bearer("with another signature", parts[0] + "." + parts[1] + "." + flipped(parts[2])),
                bearer("cut short", parts[0] + "." + parts[1]),
                bearer("with no signature", parts[0] + "." + parts[1] + "."),
                new BadToken("without its scheme", List.of(accepted())),
                new BadToken("of another scheme", List.of("Basic " + accepted())),
                bearer("empty", ""),
                new BadToken("absent", List.of()));
    }

    private static BadToken bearer(String name, String token) {
        return new BadToken(name, List.of("Bearer " + token));
    }

    private static JwtClaimsBuilder claims() {
        return Issuer.claims("aurora", "vera", "viewer");
    }

    private static JwtClaimsBuilder bare() {
        return Jwt.issuer(Issuer.NAME)
                .subject("0199a000-0000-7000-8000-000000000001")
                .preferredUserName("vera@aurora")
                .claim("azp", "farol-web")
                .claim("realm_access", Map.of("roles", List.of("viewer")))
                .issuedAt(NOW)
                .expiresIn(3600);
    }

    private static JwtClaimsBuilder withoutAudience() {
        return bare().claim("typ", "Bearer").claim("tenant", "aurora");
    }

    private static JwtClaimsBuilder untyped() {
        return bare().audience("farol-api").claim("tenant", "aurora");
    }

    private static JwtClaimsBuilder tenantless() {
        return bare().audience("farol-api").claim("typ", "Bearer");
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(UTF_8));
    }

    private static String withTenant(String payload, String tenant) {
        String json = new String(Base64.getUrlDecoder().decode(payload), UTF_8);
        return encoded(json.replace("\"tenant\":\"aurora\"", "\"tenant\":\"" + tenant + "\""));
    }

    private static String flipped(String signature) {
        byte[] bytes = Base64.getUrlDecoder().decode(signature);
        bytes[bytes.length / 2] ^= 1;
        return BASE64.encodeToString(Arrays.copyOf(bytes, bytes.length));
    }

    private static String hmacWithPublicKey(String payload) {
        try {
            String signed = encoded("{\"alg\":\"HS256\",\"kid\":\"" + Issuer.KEY_ID + "\"}") + "." + payload;
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Issuer.keys().getPublic().getEncoded(), "HmacSHA256"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
