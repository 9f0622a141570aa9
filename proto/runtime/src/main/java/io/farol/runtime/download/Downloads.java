package io.farol.runtime.download;

import io.farol.runtime.audit.Actor;
import io.farol.runtime.audit.Actors;
import io.farol.runtime.rest.RequestContext;
import io.farol.runtime.rest.Responses;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jdbi.v3.core.Jdbi;

/**
 * Makes links that download a file once within 60 s with the caller's rights, for browsers, which cannot send a token with a download. A resource offers them by one method beside the file's own,
 * {@code @POST @Path("<path of the file>/download-links")}, for the same roles: parameters are those of the file, and checked like them.
 */
@ApplicationScoped
public class Downloads {
    private static final Duration LIFE = Duration.ofSeconds(60);

    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final TenantTransaction transactions;
    private final SecurityIdentity caller;
    private final Actors actors;
    private final CurrentVertxRequest request;
    private final Clock clock;

    Downloads(
            Jdbi jdbi,
            CurrentTenant tenant,
            TenantTransaction transactions,
            SecurityIdentity caller,
            Actors actors,
            CurrentVertxRequest request,
            Clock clock) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.transactions = transactions;
        this.caller = caller;
        this.actors = actors;
        this.request = request;
        this.clock = clock;
    }

    /** A link for the caller to the file whose path and query the running request has. */
    @Transactional
    public RestResponse<DownloadLink> link() {
        RoutingContext asked = request.getCurrent();
        String target = DownloadTarget.ofLinkRequest(asked);
        DownloadToken token = DownloadToken.next(tenant.get());
        Instant expiresAt = clock.instant().truncatedTo(ChronoUnit.MILLIS).plus(LIFE);
        Actor actor = actors.current();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into download_link (tenant_id, token_hash, target, caller_id, caller_name, client, roles, language, expires_at)
                        values (:tenant, :hash, :target, :callerId, :callerName, :client, :roles, :language, :expiresAt)""")
                .bind("tenant", tenant.get().value())
                .bind("hash", token.hash())
                .bind("target", target)
                .bind("callerId", actor.id())
                .bind("callerName", actor.name())
                .bind("client", actor.client())
                .bindArray("roles", String.class, caller.getRoles().toArray())
                .bind("language", RequestContext.language(asked).tag())
                .bind("expiresAt", at(expiresAt))
                .execute());
        String url = DownloadTarget.url(target, token);
        return Responses.created(url, new DownloadLink(url, expiresAt));
    }

    @Scheduled(every = "1h", delayed = "5m")
    void forgetExpired() {
        List<String> tenants = jdbi.withHandle(handle ->
                handle.createQuery("select id from tenant").mapTo(String.class).list());
        OffsetDateTime now = at(clock.instant());
        tenants.forEach(name -> transactions.run(
                new TenantId(name),
                () -> jdbi.useHandle(handle -> handle.execute(
                        "delete from download_link where tenant_id = ? and expires_at <= ?", name, now))));
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
