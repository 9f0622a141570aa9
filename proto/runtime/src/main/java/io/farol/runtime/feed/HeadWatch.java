package io.farol.runtime.feed;

import io.farol.runtime.outbox.FeedHead;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Knows where the own feed stands, once per replica for all its streams: told by NOTIFY on a connection of its own (never through a pooler), and by a short poll under it.
 */
@ApplicationScoped
class HeadWatch {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration RECONNECT = Duration.ofMillis(500);

    private final String url;
    private final String user;
    private final String password;
    private final boolean isServing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile @Nullable FeedHead head;
    private volatile boolean isStopped;
    private @Nullable Thread thread;

    HeadWatch(
            @ConfigProperty(name = "farol.db.direct-url") String url,
            @ConfigProperty(name = "farol.db.feed-user") String user,
            @ConfigProperty(name = "farol.db.feed-password") String password,
            @ConfigProperty(name = "farol.mode") String mode) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.isServing = mode.equals("serve");
    }

    void start(@Observes StartupEvent event) {
        if (isServing) {
            watch();
        }
    }

    void watch() {
        thread = Thread.ofVirtual().name("feed-head").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        isStopped = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Waits until the feed stands elsewhere than seen, or the time is over; what it stands at now, null when that was never known. */
    @Nullable
    FeedHead await(@Nullable FeedHead seen, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (left > 0 && (head == null || head.equals(seen))) {
                left = moved.awaitNanos(left);
            }
            return head;
        } finally {
            lock.unlock();
        }
    }

    /** Whether this replica is shutting down. */
    boolean isStopped() {
        return isStopped;
    }

    private void run() {
        while (!isStopped) {
            try (Connection connection = DriverManager.getConnection(url, user, password);
                    Statement statement = connection.createStatement()) {
                statement.execute("listen farol_feed");
                // another server or timeline can only be met on a new connection
                statement.execute("select feed_check_epoch()");
                follow(connection);
            } catch (SQLException e) {
                if (!isStopped) {
                    Log.warnf("feed head cannot be read sqlState=%s message=%s", e.getSQLState(), e.getMessage());
                }
            }
            try {
                Thread.sleep(RECONNECT);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void follow(Connection connection) throws SQLException {
        PGConnection notifications = connection.unwrap(PGConnection.class);
        while (!isStopped) {
            publish(OutboxReader.head(connection));
            notifications.getNotifications((int) POLL.toMillis());
        }
    }

    private void publish(FeedHead read) {
        if (read.equals(head)) {
            return;
        }
        lock.lock();
        try {
            head = read;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
