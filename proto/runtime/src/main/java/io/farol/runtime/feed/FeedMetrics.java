package io.farol.runtime.feed;

import io.farol.runtime.feed.Subscriptions.Standing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What an operator watches of the feeds: lag, parked events and leases of those followed here, and how long the own outbox's oldest row waits for its number. */
@ApplicationScoped
class FeedMetrics {
    private static final String HORIZON =
            "select coalesce(extract(epoch from clock_timestamp() - min(recorded_at)), 0) from outbox where position"
                    + " is null";

    private final MeterRegistry registry;
    private final FeedConsumers consumers;
    private final Subscriptions subscriptions;
    private final javax.sql.DataSource feed;
    private final Clock clock;

    FeedMetrics(
            MeterRegistry registry,
            FeedConsumers consumers,
            Subscriptions subscriptions,
            @DataSource("feed") javax.sql.DataSource feed,
            Clock clock) {
        this.registry = registry;
        this.consumers = consumers;
        this.subscriptions = subscriptions;
        this.feed = feed;
        this.clock = clock;
    }

    void register(@Observes StartupEvent event) {
        Gauge.builder("farol.outbox.horizon.age", this, FeedMetrics::horizonAge)
                .baseUnit("seconds")
                .description("age of the oldest committed event that has no number yet")
                .register(registry);
        for (FeedSource source : consumers.sources()) {
            gauge(source, "farol.feed.lag", "seconds", "how long the copy has not been caught up", this::lag);
            gauge(source, "farol.feed.parked", "events", "events that could not be applied", Standing::parked);
            gauge(source, "farol.feed.unheld", "shares", "shares that nobody follows", s -> s.isHeld() ? 0 : 1);
        }
    }

    private void gauge(FeedSource source, String name, String unit, String meaning, ToDoubleFunction<Standing> value) {
        Gauge.builder(name, () -> of(source).mapToDouble(value).max().orElse(Double.NaN))
                .baseUnit(unit)
                .description(meaning)
                .tag("source", source.label())
                .register(registry);
    }

    private double lag(Standing standing) {
        return Freshness.of(standing, clock.instant()).lagSeconds();
    }

    private Stream<Standing> of(FeedSource source) {
        return subscriptions.all().stream().filter(standing -> standing.source().equals(source.label()));
    }

    private double horizonAge() {
        try (Connection connection = feed.getConnection();
                PreparedStatement statement = connection.prepareStatement(HORIZON);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getDouble(1);
        } catch (SQLException e) {
            return Double.NaN;
        }
    }
}
