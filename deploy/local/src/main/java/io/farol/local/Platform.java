package io.farol.local;

import io.farol.local.demo.Demo;
import io.farol.local.edge.Edge;
import io.farol.local.edge.Pages;
import io.farol.local.edge.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The whole of Farol on one machine, from the databases to the edge; everything listens on 127.0.0.1 only. */
final class Platform implements AutoCloseable {
    /** Who asks whom over gRPC (ARCHITECTURE.md): each service is told where its neighbours are. */
    static final Map<String, List<String>> NEIGHBOURS = Map.of(
            "metrics-service", List.of("accounts", "onboarding", "pipeline"),
            "onboarding-service", List.of("accounts", "pipeline"),
            "pipeline-service", List.of("accounts"));

    private final Path root;
    private final DataDirectory data;
    private final Processes processes;
    private final Progress progress;
    private final String origin;
    private final Realm realm;
    private final boolean mayRecord;
    private final List<Service> services = new ArrayList<>();
    private @Nullable Databases databases;
    private @Nullable Edge edge;
    private volatile @Nullable Process keycloakProcess;
    private boolean isClosed;

    /** @param mayRecord whether services without a class cache record one in this run */
    Platform(Path root, DataDirectory data, Processes processes, Progress progress, int port, boolean mayRecord) {
        this.root = root;
        this.data = data;
        this.processes = processes;
        this.progress = progress;
        this.origin = "http://127.0.0.1:" + port;
        this.realm = new Realm(origin, data.secrets());
        this.mayRecord = mayRecord;
    }

    /** Starts all parts; whatever fails leaves the rest to {@link #close}. */
    void start(int port) {
        Routes routes = Routes.load();
        for (String name : List.of("accounts-service", "metrics-service", "pipeline-service", "onboarding-service")) {
            if (Service.isBuilt(root, name)) {
                services.add(new Service(root, name, data));
            }
        }
        int keycloakPort = Wait.freePort();
        Map<String, Integer> ports = new HashMap<>();
        services.forEach(service -> ports.put(service.name(), service.port()));
        edge = progress.part("edge", () -> {
            Pages pages = Pages.load(origin, Keycloak.issuer(origin), version(), labels());
            Edge.Settings settings = new Edge.Settings(port, ports, keycloakPort, allowedOrigins());
            return new Progress.Done<>(Edge.start(settings, routes, pages), origin);
        });
        Databases postgres = progress.part("PostgreSQL", () -> {
            Databases started = Databases.start(data, root.resolve("deploy/local/target/postgres"));
            return new Progress.Done<>(started, "127.0.0.1:" + started.port());
        });
        databases = postgres;
        Keycloak keycloak = new Keycloak(distribution(), data, origin, keycloakPort);
        try (ExecutorService parts = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> starting = new ArrayList<>();
            starting.add(CompletableFuture.runAsync(() -> startKeycloak(keycloak, postgres), parts));
            for (Service service : services) {
                starting.add(CompletableFuture.runAsync(() -> startService(service, postgres, keycloak), parts));
            }
            CompletableFuture.allOf(starting.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        writeRunFile(port, postgres);
    }

    String origin() {
        return origin;
    }

    Path root() {
        return root;
    }

    int port() {
        return Integer.parseInt(origin.substring(origin.lastIndexOf(':') + 1));
    }

    Realm realm() {
        return realm;
    }

    /** The API as a user or a machine client sees it. */
    FarolApi as(String caller) {
        String secret = realm.clients().get(caller);
        return secret != null
                ? FarolApi.withSecret(origin, caller, secret)
                : FarolApi.withPassword(
                        origin,
                        "/auth/realms/farol",
                        Realm.CLI,
                        caller,
                        realm.users().get(caller));
    }

    boolean has(String service) {
        return services.stream().anyMatch(one -> one.name().equals(service));
    }

    /** Fills the first two tenants, each step once for each data folder. */
    void loadDemo() {
        // A load that was cut short is told again from the same day.
        if (data.note("demo-day").isEmpty()) {
            data.note("demo-day", LocalDate.now(ZoneId.of("America/Sao_Paulo")).toString());
        }
        LocalDate day = LocalDate.parse(data.note("demo-day"));
        for (String tenant : Realm.TENANTS.subList(0, 2)) {
            Demo demo = new Demo(as(Realm.integration(tenant)), as("leader@" + tenant), as("csm@" + tenant));
            List<Demo.Step> steps = demo.steps(tenant, day).stream()
                    .filter(step -> data.note(note(tenant, step)).isEmpty())
                    .toList();
            if (steps.isEmpty()) {
                progress.part("demo " + tenant, () -> new Progress.Done<>(true, "loaded before, as of " + day));
            }
            for (Demo.Step step : steps) {
                progress.part("demo " + tenant + ": " + step.name(), () -> {
                    String loaded = step.load().get();
                    data.note(note(tenant, step), loaded);
                    return new Progress.Done<>(true, loaded);
                });
            }
        }
    }

    private static String note(String tenant, Demo.Step step) {
        return "demo-" + tenant + "-" + step.name();
    }

    /** Stops everything, the front door first; a service that recorded its class cache writes it now. */
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        Edge open = edge;
        if (open != null) {
            open.close();
        }
        stopServices();
        Process keycloak = keycloakProcess;
        if (keycloak != null) {
            processes.stop(keycloak, 30);
        }
        Databases postgres = databases;
        if (postgres != null) {
            postgres.close();
        }
        try {
            Files.deleteIfExists(runFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All at once; those that have recorded a class cache two at a time, because writing one takes a processor and a gigabyte. */
    private void stopServices() {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService two = Executors.newFixedThreadPool(2)) {
            for (Service service : services) {
                boolean isRecording = service.isRecording();
                (isRecording ? two : all).execute(() -> {
                    if (isRecording) {
                        progress.say(
                                "  " + service.name() + " writes its class cache, which makes the next start faster …");
                    }
                    service.stop(processes);
                });
            }
        }
    }

    private void startKeycloak(Keycloak keycloak, Databases postgres) {
        progress.part("Keycloak", () -> {
            String remark = keycloak.build() ? "built, " : "";
            remark += data.note("keycloak-origin").isEmpty() ? "realm imported" : "";
            keycloakProcess = keycloak.start(processes, postgres, realm);
            return new Progress.Done<>(true, (remark + "  " + Keycloak.issuer(origin)).strip());
        });
    }

    private void startService(Service service, Databases postgres, Keycloak keycloak) {
        Map<String, String> environment = environment(service, postgres, keycloak);
        progress.part(service.name(), () -> {
            boolean isMigrated = service.migrate(processes, asOwner(service, environment, postgres));
            service.start(processes, environment, mayRecord);
            return new Progress.Done<>(true, isMigrated ? "schema migrated" : "");
        });
    }

    private Map<String, String> environment(Service service, Databases postgres, Keycloak keycloak) {
        String database = service.name().replace("-service", "");
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("FAROL_HTTP_HOST", "127.0.0.1");
        environment.put("FAROL_HTTP_PORT", Integer.toString(service.port()));
        environment.put("FAROL_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("FAROL_MANAGEMENT_PORT", Integer.toString(service.managementPort()));
        environment.put("FAROL_DB_URL", postgres.url(database));
        environment.put("FAROL_DB_USER", database + "_app");
        environment.put("FAROL_DB_PASSWORD", postgres.password(database + "_app"));
        environment.put("FAROL_DB_FEED_USER", database + "_feed");
        environment.put("FAROL_DB_FEED_PASSWORD", postgres.password(database + "_feed"));
        environment.put("FAROL_OIDC_ISSUER", Keycloak.issuer(origin));
        environment.put("FAROL_OIDC_INTERNAL_URL", keycloak.internalUrl());
        environment.put("FAROL_OIDC_CLIENT_SECRET", realm.clients().get(service.name()));
        for (String neighbour : NEIGHBOURS.getOrDefault(service.name(), List.of())) {
            services.stream()
                    .filter(one -> one.name().equals(neighbour + "-service"))
                    .forEach(one -> environment.put(
                            "FAROL_" + neighbour.toUpperCase(java.util.Locale.ROOT) + "_GRPC",
                            "127.0.0.1:" + one.port()));
        }
        if (!allowedOrigins().isEmpty()) {
            environment.put("FAROL_CORS_ORIGINS", String.join(",", allowedOrigins()));
        }
        return environment;
    }

    /** The owner's password is for migrations only. */
    private static Map<String, String> asOwner(Service service, Map<String, String> environment, Databases postgres) {
        String owner = service.name().replace("-service", "") + "_owner";
        Map<String, String> complete = new LinkedHashMap<>(environment);
        complete.put("FAROL_DB_OWNER_USER", owner);
        complete.put("FAROL_DB_OWNER_PASSWORD", postgres.password(owner));
        return complete;
    }

    private void writeRunFile(int port, Databases postgres) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("origin", origin);
        content.put("issuer", Keycloak.issuer(origin));
        content.put("cli", Realm.CLI);
        content.put("pid", ProcessHandle.current().pid());
        content.put("data", data.path().toString());
        content.put("users", realm.users());
        content.put("clients", realm.clients());
        Map<String, Map<String, Object>> doors = new LinkedHashMap<>();
        services.forEach(service ->
                doors.put(service.name(), Map.of("port", service.port(), "managementPort", service.managementPort())));
        content.put("services", doors);
        content.put(
                "database",
                Map.of(
                        "port",
                        postgres.port(),
                        "superuser",
                        "postgres",
                        "superuserPassword",
                        postgres.password("postgres")));
        Secrets.writePrivately(root.resolve("deploy/.run").resolve(port + ".json"), content);
    }

    private Path runFile() {
        return root.resolve("deploy/.run").resolve(port() + ".json");
    }

    private Path distribution() {
        try (Stream<Path> files = Files.list(root.resolve("deploy/local/target"))) {
            return files.filter(file -> file.getFileName().toString().matches("keycloak-[0-9.]+"))
                    .max((a, b) -> modified(a).compareTo(modified(b)))
                    .orElseThrow(() -> new IllegalStateException("Keycloak is not unpacked: build deploy/local"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> labels() {
        return Routes.load().services().stream()
                .sorted()
                .map(service -> root.resolve(service).resolve("openapi/labels"))
                .toList();
    }

    private static List<String> allowedOrigins() {
        return Stream.of(System.getenv().getOrDefault("FAROL_CORS_ORIGINS", "").split(","))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    private static String version() {
        Properties properties = new Properties();
        try (var file = Platform.class.getResourceAsStream("/META-INF/maven/io.farol/farol-local/pom.properties")) {
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "development");
    }
}
