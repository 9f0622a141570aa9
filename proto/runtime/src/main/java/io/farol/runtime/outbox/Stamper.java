package io.farol.runtime.outbox;

import io.quarkus.agroal.DataSource;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the outbox's committed rows, in a short transaction of its own: soon after each commit of this replica, and every 200 ms for commits of nobody who asks.
 * Over all replicas one stamper works at a time; the numbering itself is the SQL function {@code feed_stamp}.
 */
@ApplicationScoped
public class Stamper {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration OTHER_STAMPER = Duration.ofMillis(3);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final javax.sql.DataSource dataSource;
    private final boolean isServing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition asked = lock.newCondition();
    private CompletableFuture<FeedHead> nextRun = new CompletableFuture<>();
    private boolean isAsked;
    private volatile boolean isStopped;
    private @Nullable Thread thread;

    Stamper(@DataSource("feed") javax.sql.DataSource dataSource, @ConfigProperty(name = "farol.mode") String mode) {
        this.dataSource = dataSource;
        this.isServing = mode.equals("serve");
    }

    void start(@Observes StartupEvent event) {
        if (isServing) {
            thread = Thread.ofVirtual().name("feed-stamper").start(this::run);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        isStopped = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Asks for a run that begins after this call; completes with the head that it leaves, which covers all that is committed now. */
    public CompletableFuture<FeedHead> stampSoon() {
        lock.lock();
        try {
            isAsked = true;
            asked.signal();
            return nextRun;
        } finally {
            lock.unlock();
        }
    }

    /** One run; empty when another stamper is at work. */
    public Optional<FeedHead> stamp() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select is_acquired, epoch, batch, position, stamped_at from feed_stamp()");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getBoolean(1) ? Optional.of(head(row)) : Optional.empty();
        }
    }

    private static FeedHead head(ResultSet row) throws SQLException {
        OffsetDateTime stampedAt = row.getObject(5, OffsetDateTime.class);
        return new FeedHead(
                row.getInt(2), row.getLong(3), row.getLong(4), stampedAt == null ? null : stampedAt.toInstant());
    }

    private void run() {
        while (!isStopped) {
            try {
                runOnce();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void runOnce() throws InterruptedException {
        CompletableFuture<FeedHead> waiting;
        boolean isAwaited;
        lock.lockInterruptibly();
        try {
            if (!isAsked) {
                asked.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
            }
            isAwaited = isAsked;
            isAsked = false;
            waiting = nextRun;
            nextRun = new CompletableFuture<>();
        } finally {
            lock.unlock();
        }
        try {
            Optional<FeedHead> head = stamp();
            while (head.isEmpty() && isAwaited) {
                // the other stamper may have looked before our commit
                Thread.sleep(OTHER_STAMPER);
                head = stamp();
            }
            head.ifPresent(waiting::complete);
        } catch (SQLException e) {
            waiting.completeExceptionally(e);
            if (!isStopped) {
                Log.warnf("outbox cannot be stamped sqlState=%s message=%s", e.getSQLState(), e.getMessage());
                Thread.sleep(AFTER_FAILURE);
            }
        }
    }
}
