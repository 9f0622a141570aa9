package io.farol.runtime.start;

import io.farol.runtime.outbox.EpochBump;
import io.farol.runtime.settings.FarolSettings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/**
 * Entry of every service. {@code FAROL_MODE=serve} (default) answers requests and never migrates; {@code FAROL_MODE=migrate} brings the schema up to date as its owner and exits;
 * {@code FAROL_MODE=bump-epoch} makes every reader of the feed start anew, after a restore.
 */
@QuarkusMain
public final class FarolMain {

    private FarolMain() {}

    /** @param args none are read; configuration comes from the environment */
    public static void main(String... args) {
        List<String> faults = FarolSettings.faults(System.getenv());
        if (!faults.isEmpty()) {
            faults.forEach(System.err::println);
            System.exit(2);
        }
        String mode = System.getenv().getOrDefault("FAROL_MODE", "serve");
        switch (mode) {
            case "serve" -> {
                if (!System.getenv().getOrDefault("FAROL_OTEL_ENDPOINT", "").isBlank()) {
                    trace();
                }
                Quarkus.run(args);
            }
            case "migrate" -> {
                closeDoors();
                Quarkus.run(Migration.class, args);
            }
            case "bump-epoch" -> {
                closeDoors();
                Quarkus.run(EpochBump.class, args);
            }
            default -> {
                System.err.println("FAROL_MODE must be serve, migrate or bump-epoch, not " + mode);
                System.exit(2);
            }
        }
    }

    private static void trace() {
        System.setProperty("quarkus.otel.sdk.disabled", "false");
        System.setProperty("quarkus.datasource.jdbc.telemetry.enabled", "true");
    }

    private static void closeDoors() {
        System.setProperty("quarkus.http.host-enabled", "false");
        System.setProperty("quarkus.management.port", "0");
        System.setProperty("quarkus.datasource.jdbc.max-size", "2");
        System.setProperty("quarkus.datasource.jdbc.url", "${farol.db.direct-url}");
    }
}
