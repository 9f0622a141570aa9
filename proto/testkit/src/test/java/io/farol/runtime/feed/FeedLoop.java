package io.farol.runtime.feed;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;

/** Lets the application under test follow its own feed, over its own gRPC door, with streams of a short life. */
public final class FeedLoop implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        // both ports or none: a meter's tags differ otherwise, and the server does not start
        try (ServerSocket free = new ServerSocket(0);
                ServerSocket management = new ServerSocket(0)) {
            String port = String.valueOf(free.getLocalPort());
            return Map.of(
                    "quarkus.application.name",
                    "accounts-service",
                    "quarkus.http.test-port",
                    port,
                    "quarkus.management.test-port",
                    String.valueOf(management.getLocalPort()),
                    "farol.accounts.grpc",
                    "127.0.0.1:" + port,
                    "farol.feed.stream-life",
                    "PT4S");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // nothing was started
    }
}
