package io.farol.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One built service as a process of its own, on a database of its own with the rights of production; it may be stopped, killed and started again where it was. */
public final class ServiceProcess implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String name;
    private final String database;
    private final Map<String, String> settings;
    private final int port;
    private final int managementPort;
    private final Path log;
    private int heapMegabytes = 512;
    private @Nullable Process process;

    private ServiceProcess(String name, String database, Map<String, String> settings) throws IOException {
        this.name = name;
        this.database = database;
        this.settings = settings;
        this.port = freePort();
        this.managementPort = freePort();
        this.log = Files.createTempFile(database + "-", ".log");
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /**
     * Makes the database and brings its schema up to date, as its owner; nothing runs yet.
     *
     * @param name such as accounts-service; it must have been packaged
     * @param more settings beside those of database and issuer, by their names in FarolSettings
     */
    public static ServiceProcess migrated(String name, String database, Map<String, String> more)
            throws IOException, InterruptedException {
        Map<String, String> settings = new HashMap<>(Postgres.createDatabase(database));
        settings.putAll(Issuer.settings());
        settings.put("farol.oidc.client-secret", "secret");
        settings.putAll(more);
        ServiceProcess service = new ServiceProcess(name, database, settings);
        ProcessBuilder migration = service.command(settings);
        migration.environment().put("FAROL_MODE", "migrate");
        int exit = migration.start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException(name + ": migration ended with " + exit + service.endOfLog());
        }
        return service;
    }

    /** Gives it another heap than 512 MB from its next start on. */
    public ServiceProcess withHeap(int megabytes) {
        heapMegabytes = megabytes;
        return this;
    }

    /** Starts it, and returns when it is ready. */
    public ServiceProcess start() throws IOException, InterruptedException {
        Map<String, String> serving = new HashMap<>(settings);
        serving.keySet().removeIf(setting -> setting.startsWith("farol.db.owner"));
        ProcessBuilder builder = command(serving);
        builder.environment().put("FAROL_HTTP_PORT", Integer.toString(port));
        builder.environment().put("FAROL_MANAGEMENT_PORT", Integer.toString(managementPort));
        Process started = builder.start();
        process = started;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (started.isAlive() && System.nanoTime() < deadline) {
            if (isReady()) {
                return this;
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException(name + " does not become ready" + endOfLog());
    }

    /** Whether it says now that it can do its work. */
    public boolean isReady() {
        return readiness() == 200;
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        @Nullable Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }

    /** In order: running requests end, leases are given back. */
    public void stop() {
        @Nullable Process running = process;
        if (running != null) {
            running.destroy();
            running.onExit().join();
        }
    }

    /** SIGTERM, as an orchestrator sends it; returns at once. */
    public void askToStop() {
        @Nullable Process running = process;
        if (running != null) {
            running.destroy();
        }
    }

    /** Its exit code, 143 after SIGTERM; an error when it is still there at the end of the patience. */
    public int awaitEnd(Duration patience) throws IOException, InterruptedException {
        Process running = Objects.requireNonNull(process, "it was never started");
        if (!running.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(name + " does not end within " + patience + endOfLog());
        }
        return running.exitValue();
    }

    /** What its readiness probe answers now: 200, 503, or 0 when nobody is there. */
    public int readiness() {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** Scheme, host and port, for the setting of a neighbour without the scheme: {@link #address}. */
    public String origin() {
        return "http://" + address();
    }

    /** Host and port of REST and gRPC. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Of the process that was started last. */
    public long pid() {
        return Objects.requireNonNull(process, "it was never started").pid();
    }

    /** What a setting of database, issuer or its own was given, by its name in FarolSettings. */
    public String setting(String setting) {
        return Objects.requireNonNull(settings.get(setting), setting);
    }

    /** The same settings as environment variables, for another program beside it. */
    public Map<String, String> environment() {
        return variables(settings);
    }

    /** Its API for the bearer of a token. */
    public ApiCaller as(String token) {
        return new ApiCaller(origin(), token);
    }

    /** The superuser's door to its database. */
    public String superuserUrl() {
        return Postgres.superuserUrl(database);
    }

    /** All that it has logged. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    private ProcessBuilder command(Map<String, String> environment) {
        Path jar = Path.of(System.getProperty("farol.root"), name, "target/quarkus-app/quarkus-run.jar");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC", "-jar", jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("FAROL_"));
        builder.environment().putAll(variables(environment));
        return builder;
    }

    private static Map<String, String> variables(Map<String, String> settings) {
        Map<String, String> variables = new HashMap<>();
        settings.forEach((setting, value) ->
                variables.put(setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
        return variables;
    }

    private String endOfLog() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return "; end of " + log + ":\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    /** A port of the loopback interface that nobody listens on now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
