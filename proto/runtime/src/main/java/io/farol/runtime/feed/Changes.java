package io.farol.runtime.feed;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.outbox.FeedHead;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantRegistry;
import io.quarkus.logging.Log;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The own feed for front ends: ids and etags of what changed in the caller's tenant, by page or as server-sent events, at {@code GET /v1/<things>/changes}. */
@ApplicationScoped
public class Changes {
    private static final int PAGE = 500;

    private final OutboxReader reader;
    private final HeadWatch heads;
    private final TenantRegistry tenants;
    private final CurrentTenant tenant;
    private final SecurityIdentity identity;
    private final ObjectMapper json;
    private final Clock clock;
    private final FeedSource source;
    private final Duration life;
    private final OpenStreams streams;

    Changes(
            OutboxReader reader,
            HeadWatch heads,
            TenantRegistry tenants,
            CurrentTenant tenant,
            SecurityIdentity identity,
            ObjectMapper json,
            OpenStreams streams,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "farol.feed.stream-life") Duration life) {
        this.reader = reader;
        this.heads = heads;
        this.tenants = tenants;
        this.tenant = tenant;
        this.identity = identity;
        this.json = json;
        this.streams = streams;
        this.clock = clock;
        this.source = FeedSource.ofService(service);
        this.life = life;
    }

    /** The next changes of some aggregate types after a cursor; from the start when it is null. */
    public ChangesPage page(Set<String> aggregateTypes, @Nullable String after) {
        try {
            FeedHead head = reader.head();
            @Nullable FeedCursor cursor = cursor(after, head);
            FeedFilter filter = FeedFilter.of(tenant.get(), aggregateTypes);
            List<OutboxRow> rows =
                    reader.page(filter, cursor == null ? 0 : cursor.position(), head.position(), PAGE, false);
            boolean isCaughtUp = rows.size() < PAGE;
            FeedCursor next = isCaughtUp ? FeedCursor.at(source, head) : at(rows.getLast(), head);
            return new ChangesPage(
                    rows.stream().map(row -> Change.of(row, at(row, head))).toList(), next.toString(), isCaughtUp);
        } catch (SQLException e) {
            throw new DomainException(PlatformError.UNAVAILABLE, "changes cannot be read now");
        }
    }

    /** The same as it happens; ends with the event {@code reopen} after some minutes or with the caller's token. */
    public Multi<OutboundSseEvent> stream(Set<String> aggregateTypes, @Nullable String after, Sse sse) {
        @Nullable FeedCursor cursor;
        try {
            cursor = cursor(after, reader.head());
        } catch (SQLException e) {
            throw new DomainException(PlatformError.UNAVAILABLE, "changes cannot be read now");
        }
        FeedFilter filter = FeedFilter.of(tenant.get(), aggregateTypes);
        Instant lifeEnds = clock.instant().plus(life);
        Instant tokenEnds = FeedServer.tokenEnds(identity);
        Instant endsAt = tokenEnds.isBefore(lifeEnds) ? tokenEnds : lifeEnds;
        return Multi.createFrom()
                .emitter(
                        (MultiEmitter<? super OutboundSseEvent> emitter) -> send(emitter, sse, filter, cursor, endsAt),
                        BackPressureStrategy.BUFFER);
    }

    private void send(
            MultiEmitter<? super OutboundSseEvent> emitter,
            Sse sse,
            FeedFilter filter,
            @Nullable FeedCursor cursor,
            Instant endsAt) {
        SseSink sink = new SseSink(emitter, sse, json, clock);
        FeedStream stream = new FeedStream(reader, heads, tenants, source, filter, sink, false, clock);
        streams.open("sse-stream", () -> {
            try {
                stream.run(cursor, endsAt);
            } catch (InterruptedException | DomainException e) {
                // opening again goes to another replica, or meets the refusal with its status
                Log.debugf("sse stream ended reason=%s", e.getMessage());
            } catch (SQLException e) {
                Log.warnf("sse stream broke sqlState=%s", e.getSQLState());
            } finally {
                sink.reopen();
            }
        });
    }

    private @Nullable FeedCursor cursor(@Nullable String after, FeedHead head) {
        @Nullable FeedCursor cursor = after == null ? null : FeedServer.cursor(after);
        FeedStream.check(source, cursor, head);
        return cursor;
    }

    private FeedCursor at(OutboxRow row, FeedHead head) {
        return new FeedCursor(source, head.epoch(), row.batch(), row.position());
    }
}
