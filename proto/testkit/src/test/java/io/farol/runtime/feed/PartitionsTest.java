package io.farol.runtime.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.runtime.outbox.FeedDatabase;
import io.farol.runtime.tenant.TenantId;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The source's SQL and the consumer's Java spread tenants alike, in this release and in every other one. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class PartitionsTest {
    private static final List<String> TENANTS = IntStream.range(0, 2_000)
            .mapToObj(n -> "t" + Integer.toString(n * 7_919, 36) + (n % 3 == 0 ? "-" + n : ""))
            .toList();

    @Test
    void spreadsThemInSqlAsInJavaEachToOnePartition() throws Exception {
        for (int count : new int[] {1, 2, 3, 7, 16, 64}) {
            Map<String, Integer> inSql = new HashMap<>();
            for (int index = 0; index < count; index++) {
                for (String tenant : chosen(count, index)) {
                    assertEquals(null, inSql.put(tenant, index), tenant + " is in two of " + count);
                }
            }
            for (String tenant : TENANTS) {
                assertEquals(Partitions.of(new TenantId(tenant), count), inSql.get(tenant), tenant + " of " + count);
            }
        }
    }

    @Test
    void neverChangesItsMind() {
        assertEquals(List.of(1, 1, 0, 7), places("aurora"));
        assertEquals(List.of(0, 2, 0, 10), places("boreal"));
        assertEquals(List.of(1, 2, 2, 13), places("cometa"));
        assertEquals(List.of(0, 0, 3, 0), places("acme-1"));
    }

    private static List<Integer> places(String tenant) {
        return IntStream.of(2, 3, 7, 16)
                .mapToObj(count -> Partitions.of(new TenantId(tenant), count))
                .toList();
    }

    private static List<String> chosen(int count, int index) throws Exception {
        try (Connection connection = FeedDatabase.ofService().feed().getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select tenant_id from unnest(?) t (tenant_id) where " + Partitions.SQL)) {
            query.setArray(1, connection.createArrayOf("text", TENANTS.toArray()));
            query.setInt(2, count);
            query.setInt(3, index);
            List<String> chosen = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    chosen.add(rows.getString(1));
                }
            }
            return chosen;
        }
    }
}
