package io.farol.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.UUID;

/** The yardstick of {@link SingleReadBenchmark}: the least that a server can do for one account with the same guarantees. */
final class BareServer {
    private static final String READ = """
            select jsonb_build_object('id', id, 'name', name, 'externalId', external_id, 'sector', sector, 'region', region, 'tags', tags, 'version', version)::text, version
              from account where tenant_id = $1 and id = $2""";

    private final Pool pool;
    private final PublicKey key;
    private final String issuer;

    private BareServer(Pool pool, PublicKey key, String issuer) {
        this.pool = pool;
        this.key = key;
        this.issuer = issuer;
    }

    /** @param args the port to listen on */
    public static void main(String... args) throws Exception {
        Vertx vertx = Vertx.vertx();
        PgConnectOptions database = PgConnectOptions.fromUri(setting("DB_URL").replace("jdbc:", ""))
                .setUser(setting("DB_USER"))
                .setPassword(setting("DB_PASSWORD"))
                .setCachePreparedStatements(true);
        Pool pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(8))
                .connectingTo(database)
                .using(vertx)
                .build();
        BareServer server = new BareServer(pool, key(), setting("OIDC_ISSUER"));
        vertx.createHttpServer()
                .requestHandler(server::answer)
                .listen(Integer.parseInt(args[0]), "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private void answer(HttpServerRequest request) {
        if (request.path().equals("/ready")) {
            request.response().end();
            return;
        }
        String tenant = tenantOf(request.getHeader("Authorization").substring("Bearer ".length()));
        UUID id = UUID.fromString(request.path().substring(request.path().lastIndexOf('/') + 1));
        pool.withTransaction(connection -> {
                    Future<?> bound = connection
                            .preparedQuery("select set_config('app.tenant', $1, true)")
                            .execute(Tuple.of(tenant));
                    return bound.flatMap(
                            ignored -> connection.preparedQuery(READ).execute(Tuple.of(tenant, id)));
                })
                .onSuccess(rows -> {
                    Row row = rows.iterator().next();
                    request.response()
                            .putHeader("Content-Type", "application/json")
                            .putHeader("ETag", "\"" + row.getLong(1) + "\"")
                            .putHeader("Cache-Control", "private, no-store")
                            .putHeader("Vary", "Authorization, Accept-Language")
                            .putHeader("Content-Language", "en")
                            .putHeader("X-Request-Id", UUID.randomUUID().toString())
                            .putHeader("RateLimit", "\"tenant\";r=1000;t=1")
                            .putHeader("RateLimit-Policy", "\"tenant\";q=1000;w=1")
                            .end(row.getString(0));
                })
                .onFailure(e -> request.response().setStatusCode(500).end(String.valueOf(e.getMessage())));
    }

    private String tenantOf(String token) {
        try {
            int dot = token.lastIndexOf('.');
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
            JsonObject claims = new JsonObject(new String(
                    Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, dot)),
                    StandardCharsets.UTF_8));
            boolean isAccepted = signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)))
                    && issuer.equals(claims.getString("iss"))
                    && "farol-api".equals(claims.getString("aud"))
                    && claims.getLong("exp") > System.currentTimeMillis() / 1000;
            if (!isAccepted) {
                throw new IllegalArgumentException("token refused");
            }
            return claims.getString("tenant");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PublicKey key() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(setting("OIDC_INTERNAL_URL") + "/protocol/openid-connect/certs"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        JsonObject jwk = new JsonObject(answer.body()).getJsonArray("keys").getJsonObject(0);
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(number(jwk.getString("n")), number(jwk.getString("e"))));
    }

    private static BigInteger number(String base64) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(base64));
    }

    private static String setting(String name) {
        return System.getenv("FAROL_" + name);
    }
}
