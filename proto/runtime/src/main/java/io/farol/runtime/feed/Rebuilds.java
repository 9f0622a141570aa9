package io.farol.runtime.feed;

import io.farol.runtime.id.UuidV7;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/** Runs the rebuilds that operators ask for: one at a time and source, under a lease, so that another replica goes on when this one dies. */
@ApplicationScoped
class Rebuilds {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration RENEWAL = Duration.ofSeconds(5);
    private static final String LEASE = "clock_timestamp() + interval '20 seconds'";

    private final Instance<Rebuildable> rebuildables;
    private final Jdbi jdbi;
    private final boolean isServing;
    private final UUID me = UUID.randomUUID();
    private volatile boolean isStopped;

    Rebuilds(Instance<Rebuildable> rebuildables, Jdbi jdbi, @ConfigProperty(name = "farol.mode") String mode) {
        this.rebuildables = rebuildables;
        this.jdbi = jdbi;
        this.isServing = mode.equals("serve");
    }

    /** A rebuild taken on. */
    private record Job(UUID id, String source) {}

    void start(@Observes StartupEvent event) {
        if (isServing && !rebuildables.isUnsatisfied()) {
            Thread.ofVirtual().name("feed-rebuilds").start(this::run);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        isStopped = true;
    }

    /** Asks for a rebuild; that which runs already, when one does. Empty when nothing here is made from the source. */
    Optional<UUID> request(FeedSource source) {
        if (of(source.label()).isEmpty()) {
            return Optional.empty();
        }
        return jdbi.withHandle(handle -> {
            handle.createUpdate("insert into feed_rebuild (id, source) values (:id, :source) on conflict do nothing")
                    .bind("id", UuidV7.next())
                    .bind("source", source.label())
                    .execute();
            return handle.createQuery("select id from feed_rebuild where source = :source and state = 'RUNNING'")
                    .bind("source", source.label())
                    .mapTo(UUID.class)
                    .findOne();
        });
    }

    /** A rebuild of a source; empty when there is none of this id. */
    Optional<Feeds.Rebuild> find(FeedSource source, String id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id, source, state, requested_at, ended_at, error from feed_rebuild where source ="
                                + " :source and id::text = :id")
                .bind("source", source.label())
                .bind("id", id)
                .map((row, context) -> new Feeds.Rebuild(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        RebuildState.valueOf(row.getString(3)),
                        Objects.requireNonNull(Instants.read(row, 4)),
                        Instants.read(row, 5),
                        row.getString(6)))
                .findOne());
    }

    private List<Rebuildable> of(String source) {
        return rebuildables.stream()
                .filter(rebuildable -> rebuildable.source().equals(source))
                .toList();
    }

    private void run() {
        while (!isStopped) {
            try {
                take().ifPresent(this::rebuild);
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                Log.warnf(e, "rebuilds cannot be looked at");
            }
        }
    }

    private Optional<Job> take() {
        return jdbi.withHandle(
                handle -> handle.createQuery("update feed_rebuild set holder = :me, lease_until = " + LEASE
                                + " where id = (select id from feed_rebuild where state = 'RUNNING' and (lease_until"
                                + " is null or lease_until < clock_timestamp()) limit 1 for update skip locked)"
                                + " returning id, source")
                        .bind("me", me)
                        .map((row, context) -> new Job(row.getObject(1, UUID.class), row.getString(2)))
                        .findOne());
    }

    private void rebuild(Job job) {
        AtomicBoolean isRunning = new AtomicBoolean(true);
        Thread.ofVirtual().name("feed-rebuild-lease").start(() -> renew(job, isRunning));
        Log.infof("rebuild begins source=%s", job.source());
        try {
            of(job.source()).forEach(Rebuildable::rebuild);
            end(job, "SUCCEEDED", "");
        } catch (RuntimeException e) {
            Log.errorf(e, "rebuild failed source=%s", job.source());
            end(job, "FAILED", e.getClass().getSimpleName());
        } finally {
            isRunning.set(false);
        }
    }

    private void renew(Job job, AtomicBoolean isRunning) {
        while (isRunning.get()) {
            try {
                jdbi.useHandle(handle -> handle.execute(
                        "update feed_rebuild set lease_until = " + LEASE + " where id = ? and holder = ?",
                        job.id(),
                        me));
                Thread.sleep(RENEWAL);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                Log.warnf("rebuild lease not renewed error=%s", e.getMessage());
            }
        }
    }

    private void end(Job job, String state, String error) {
        jdbi.useHandle(handle -> handle.execute(
                "update feed_rebuild set state = ?, error = nullif(?, ''), ended_at = clock_timestamp() where id = ?"
                        + " and holder = ?",
                state,
                error,
                job.id(),
                me));
    }
}
