package io.farol.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The real Keycloak server on its own database; its public name is the edge's /auth, the services reach it directly. */
final class Keycloak {
    private static final List<String> BUILD_OPTIONS = List.of(
            "--db=postgres",
            "--health-enabled=true",
            "--http-relative-path=/auth",
            "--http-management-relative-path=/");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path distribution;
    private final DataDirectory data;
    private final int port;
    private final int managementPort = Wait.freePort();
    private final String origin;

    Keycloak(Path distribution, DataDirectory data, String origin, int port) {
        this.distribution = distribution;
        this.data = data;
        this.origin = origin;
        this.port = port;
    }

    /** What tokens name as their issuer. */
    static String issuer(String origin) {
        return origin + "/auth/realms/farol";
    }

    /** The same realm, as the services reach it. */
    String internalUrl() {
        return "http://127.0.0.1:" + port + "/auth/realms/farol";
    }

    /** Builds the server for its database, once per checkout. */
    boolean build() throws IOException, InterruptedException {
        Path marker = distribution.resolve(".farol-built");
        String wanted = String.join(" ", BUILD_OPTIONS);
        try (FileChannel channel = FileChannel.open(
                        distribution.resolveSibling("keycloak.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (Files.exists(marker) && Files.readString(marker).equals(wanted)) {
                return false;
            }
            List<String> command = command(distribution, List.of(), "build");
            command.addAll(BUILD_OPTIONS);
            Path log = data.log("keycloak-build");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("Keycloak cannot be built:\n" + Wait.end(log));
            }
            Files.writeString(marker, wanted);
            return lock.isValid();
        }
    }

    /** Starts it and waits until the realm answers; the first start makes the schema and imports the realm. */
    Process start(Processes processes, Databases databases, Realm realm) throws IOException, InterruptedException {
        Path home = home(realm);
        Path archive = data.path().resolve("keycloak/server.jsa");
        List<String> command = command(
                home,
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xms64m",
                        "-Xmx384m",
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=" + archive),
                "start");
        command.addAll(List.of(
                "--optimized",
                "--import-realm",
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + managementPort,
                "--hostname=" + origin + "/auth",
                "--hostname-backchannel-dynamic=true",
                "--log-level=warn"));
        Process process = processes.start(
                "keycloak",
                command,
                Map.of(
                        "KC_DB_URL",
                        databases.url(Databases.KEYCLOAK),
                        "KC_DB_USERNAME",
                        Databases.KEYCLOAK,
                        "KC_DB_PASSWORD",
                        databases.password(Databases.KEYCLOAK),
                        "KC_DB_POOL_MAX_SIZE",
                        "12",
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        "farol-admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        data.secrets().of("keycloak/farol-admin")),
                home,
                data.log("keycloak"));
        Wait.untilAnswering(internalUrl() + "/.well-known/openid-configuration", process, data.log("keycloak"), 300);
        moveTo(origin, realm);
        return process;
    }

    /** An existing realm is not imported again: when the folder comes up on another port, the front ends' client learns its new address. */
    private void moveTo(String newOrigin, Realm realm) throws IOException, InterruptedException {
        String known = data.note("keycloak-origin");
        if (!known.isEmpty() && !known.equals(newOrigin)) {
            FarolApi admin = FarolApi.withPassword(
                    "http://127.0.0.1:" + port,
                    "/auth/realms/master",
                    "admin-cli",
                    "farol-admin",
                    data.secrets().of("keycloak/farol-admin"));
            ArrayNode found = (ArrayNode) admin.get("/auth/admin/realms/farol/clients?clientId=farol-web")
                    .json();
            ObjectNode client = (ObjectNode) found.get(0);
            for (JsonNode wanted : realm.document().get("clients")) {
                if (wanted.path("clientId").asText().equals("farol-web")) {
                    client.set("redirectUris", wanted.get("redirectUris"));
                    client.set("webOrigins", wanted.get("webOrigins"));
                    client.set("attributes", wanted.get("attributes"));
                }
            }
            admin.put("/auth/admin/realms/farol/clients/" + client.get("id").asText(), JSON.writeValueAsString(client))
                    .expect(204);
        }
        data.note("keycloak-origin", newOrigin);
    }

    /** A home of this data folder's own (realm file, temporary files) that borrows the program from the checkout. */
    private Path home(Realm realm) throws IOException {
        Path home = data.path().resolve("keycloak/home");
        Files.createDirectories(home.resolve("conf"));
        for (String part : List.of("lib", "providers", "themes", "version.txt")) {
            Files.deleteIfExists(home.resolve(part));
            Files.createSymbolicLink(home.resolve(part), distribution.resolve(part));
        }
        try (Stream<Path> files = Files.list(distribution.resolve("conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, home.resolve("conf").resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Secrets.writePrivately(home.resolve("data/import/farol-realm.json"), realm.document());
        return home;
    }

    /** What bin/kc.sh would run; called directly, because the script stays between us and the server. */
    private static List<String> command(Path home, List<String> options, String subcommand) {
        List<String> command = new ArrayList<>(Java.command());
        command.addAll(options);
        command.addAll(List.of(
                "-Dfile.encoding=UTF-8",
                "-Duser.language=en",
                "-Duser.country=US",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "-Dquarkus-log-max-startup-records=10000",
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                subcommand));
        return command;
    }
}
