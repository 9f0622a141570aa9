package io.farol.runtime.outbox;

import io.quarkus.agroal.DataSource;
import io.quarkus.logging.Log;
import io.quarkus.runtime.QuarkusApplication;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/** Begins a new epoch of the feed by hand, after a restore that the server itself cannot tell from the past; every reader then starts anew. */
public class EpochBump implements QuarkusApplication {
    private final javax.sql.DataSource dataSource;

    EpochBump(@DataSource("feed") javax.sql.DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public int run(String... args) throws Exception {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement bump =
                        connection.prepareStatement("update feed_head set epoch = epoch + 1 returning epoch");
                ResultSet row = bump.executeQuery()) {
            row.next();
            Log.infof("feed begins a new epoch epoch=%d", row.getInt(1));
            return 0;
        }
    }
}
