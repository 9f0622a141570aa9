package io.farol.runtime.feed;

import static io.farol.runtime.feed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.runtime.outbox.FeedDatabase;
import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A feed that is followed in three shares of the tenants. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@QuarkusTestResource(FeedLoop.class)
@TestProfile(ThreePartitionsTest.Three.class)
class ThreePartitionsTest {
    private static final int TENANTS = 12;

    /** As an operator sets it. */
    public static final class Three implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("farol.feed.partitions", "3");
        }
    }

    @Test
    void servesEveryTenantByExactlyOneShare() throws Exception {
        String prefix = "p" + UUID.randomUUID().toString().substring(0, 6) + "-";
        for (int n = 0; n < TENANTS; n++) {
            FeedDatabase.ofService().commit(prefix + n, "ACCOUNT", UUID.randomUUID(), 1);
        }

        eventually(
                String.valueOf(TENANTS),
                () -> one("select count(*) from feed_sample_copy where tenant_id like '" + prefix + "%'"));
        assertEquals("1", one("select max(times) from feed_sample_copy where tenant_id like '" + prefix + "%'"));
        eventually(
                "0,1,2",
                () -> one("select string_agg(partition_index::text, ',' order by partition_index) from"
                        + " feed_subscription where source = 'accounts' and partition_count = 3 and is_caught_up"));
    }

    private static String one(String sql) {
        return Jdbi.create(Postgres.superuserUrl(ServiceUnderTest.DATABASE))
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
