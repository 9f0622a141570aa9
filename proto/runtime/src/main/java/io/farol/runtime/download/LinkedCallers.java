package io.farol.runtime.download;

import io.farol.runtime.audit.Actor;
import io.farol.runtime.error.DatabaseAway;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantBinding;
import io.farol.runtime.tenant.TenantRegistry;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jboss.logging.MDC;

/** Knows the callers who come by a link of {@link Downloads}: for the one GET that it was made for, once. Whatever is wrong with a link, the answer is that of a bad token. */
@ApplicationScoped
public class LinkedCallers {
    private final DataSource dataSource;
    private final TenantRegistry tenants;
    private final Clock clock;

    LinkedCallers(DataSource dataSource, TenantRegistry tenants, Clock clock) {
        this.dataSource = dataSource;
        this.tenants = tenants;
        this.clock = clock;
    }

    /** What a link gives. @param language BCP 47 tag of the caller's texts */
    record Linked(Actor caller, Set<String> roles, String language) {}

    /** Whether a request without an authorization comes by a link. */
    public static boolean isLinked(RoutingContext request) {
        return request.request().path() != null
                && request.request().path().startsWith("/v1/")
                && request.queryParams().contains(DownloadTarget.PARAMETER);
    }

    /** Uses up the link, and makes the request that of a caller who sent the token of the link's maker and asked for CSV. */
    public Uni<SecurityIdentity> authenticate(RoutingContext request) {
        List<String> sent = request.queryParams().getAll(DownloadTarget.PARAMETER);
        Optional<DownloadToken> parsed = sent.size() == 1 ? DownloadToken.parse(sent.getFirst()) : Optional.empty();
        if (parsed.isEmpty()
                || !request.request().method().equals(HttpMethod.GET)
                || tenants.isSuspended(parsed.get().tenant())) {
            return Uni.createFrom().failure(refused());
        }
        DownloadToken token = parsed.get();
        String target = DownloadTarget.ofDownload(request);
        return VertxContextSupport.executeBlocking(() -> use(token, target)).map(used -> {
            Linked linked = used.orElseThrow(LinkedCallers::refused);
            settle(request, linked);
            MDC.put("tenant", token.tenant().value());
            return QuarkusSecurityIdentity.builder()
                    .setPrincipal(new LinkCaller(linked.caller()))
                    .addRoles(linked.roles())
                    .addAttribute(CurrentTenant.ATTRIBUTE, token.tenant())
                    .build();
        });
    }

    private static AuthenticationFailedException refused() {
        return new AuthenticationFailedException("not a link that holds");
    }

    private static void settle(RoutingContext request, Linked linked) {
        request.queryParams().remove(DownloadTarget.PARAMETER);
        request.request().params().remove(DownloadTarget.PARAMETER);
        request.request().headers().set("Accept", Lists.CSV);
        request.request().headers().set("Accept-Language", linked.language());
        request.response().putHeader("Content-Language", linked.language());
    }

    /**
     * Marks the link as used, if it is there, unused, not expired, and for this target. In a transaction of its own and not a {@link io.farol.runtime.tenant.TenantTransaction}: the tenant is not yet
     * known to exist, and must not be entered for being named.
     */
    Optional<Linked> use(DownloadToken token, String target) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                TenantBinding.bind(connection, Optional.of(token.tenant()));
                Optional<Linked> used = use(connection, token, target);
                connection.commit();
                return used;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            if (DatabaseAway.isCauseOf(e)) {
                throw new DomainException(PlatformError.UNAVAILABLE, "the database does not answer");
            }
            throw new IllegalStateException("a download link cannot be read", e);
        }
    }

    private Optional<Linked> use(Connection connection, DownloadToken token, String target) throws SQLException {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        try (PreparedStatement update = connection.prepareStatement("""
                update download_link set used_at = ?
                where tenant_id = ? and token_hash = ? and target = ? and used_at is null and expires_at > ?
                returning caller_id, caller_name, client, roles, language""")) {
            update.setObject(1, now);
            update.setString(2, token.tenant().value());
            update.setBytes(3, token.hash());
            update.setString(4, target);
            update.setObject(5, now);
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? Optional.of(linked(row)) : Optional.empty();
            }
        }
    }

    private static Linked linked(ResultSet row) throws SQLException {
        return new Linked(
                new Actor(row.getString("caller_id"), row.getString("caller_name"), row.getString("client")),
                Set.of((String[]) row.getArray("roles").getArray()),
                row.getString("language"));
    }
}
