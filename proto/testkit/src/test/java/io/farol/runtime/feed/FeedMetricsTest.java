package io.farol.runtime.feed;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.runtime.outbox.FeedDatabase;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.Statement;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class FeedMetricsTest {
    private static final String HORIZON = "farol_outbox_horizon_age_seconds";
    /** The lock by which one stamper at a time numbers rows. */
    private static final String STAMPER = "select pg_advisory_xact_lock(7310033840925811)";

    private final FeedDatabase database = FeedDatabase.ofService();
    private final String management;

    FeedMetricsTest(@ConfigProperty(name = "quarkus.management.test-port") int port) {
        management = "http://127.0.0.1:" + port + "/q/metrics";
    }

    @Test
    void tellsHowLongTheOldestEventWaitsForItsNumber() throws Exception {
        Awaitility.await().until(() -> horizon() == 0);
        try (Connection stamper = database.feed().getConnection();
                Statement lock = stamper.createStatement()) {
            stamper.setAutoCommit(false);
            lock.execute(STAMPER);
            database.commit("aurora", "HELD_UP", UUID.randomUUID(), 1);

            Awaitility.await().until(() -> horizon() >= 1);
            assertTrue(horizon() < 60);
        }

        Awaitility.await().until(() -> horizon() == 0);
        assertEquals(0, horizon());
    }

    private double horizon() {
        return given().get(management)
                .asString()
                .lines()
                .filter(line -> line.startsWith(HORIZON))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
