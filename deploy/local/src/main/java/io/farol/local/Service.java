package io.farol.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One service as a process of its own: schema first, then the server, with the class cache of an earlier run when there is one. */
final class Service {
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx768m");

    private final String name;
    private final Path program;
    private final DataDirectory data;
    private final int port = Wait.freePort();
    private final int managementPort = Wait.freePort();
    private final String fingerprint;
    private @Nullable Process process;
    private @Nullable Path recording;

    /** @param name such as accounts-service; its database is named without the suffix */
    Service(Path root, String name, DataDirectory data) {
        this.name = name;
        this.data = data;
        this.program = program(root, name);
        this.fingerprint = fingerprint(program);
    }

    /** Services without a runnable jar do not exist yet. */
    static boolean isBuilt(Path root, String name) {
        return Files.exists(program(root, name).resolve("quarkus-run.jar"));
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    int managementPort() {
        return managementPort;
    }

    boolean isRecording() {
        return recording != null;
    }

    /** Brings the schema up to date, unless these very jars have done it here before. */
    boolean migrate(Processes processes, Map<String, String> environment) throws InterruptedException {
        if (data.note("schema-" + name).equals(fingerprint)) {
            return false;
        }
        Map<String, String> migrating = new LinkedHashMap<>(environment);
        migrating.put("FAROL_MODE", "migrate");
        Path log = data.log(name + "-migration");
        Process migration = processes.start(
                name + " migration",
                Java.command("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-jar", "quarkus-run.jar"),
                migrating,
                program,
                log);
        boolean isOver = migration.waitFor(10, TimeUnit.MINUTES);
        int code = isOver ? migration.exitValue() : -1;
        processes.stop(migration, 5);
        if (code != 0) {
            throw new IllegalStateException(
                    name + "'s schema could not be migrated; end of " + log + ":\n" + Wait.end(log));
        }
        data.note("schema-" + name, fingerprint);
        return true;
    }

    /** Starts it and waits until it says that it is ready. */
    void start(Processes processes, Map<String, String> environment, boolean mayRecord) throws InterruptedException {
        Path cache = cache();
        List<String> command = Java.command();
        command.addAll(JVM);
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        } else if (mayRecord) {
            Path draft = cache.resolveSibling(
                    fingerprint + "." + ProcessHandle.current().pid() + ".draft");
            command.add("-XX:AOTCacheOutput=" + draft);
            recording = draft;
        }
        command.addAll(List.of("-jar", "quarkus-run.jar"));
        Path log = data.log(name);
        Process started = processes.start(name, command, environment, program, log);
        process = started;
        Wait.untilAnswering("http://127.0.0.1:" + managementPort + "/q/health/ready", started, log, 180);
    }

    /** Stops it in order; a first run leaves its class cache for the next ones. */
    void stop(Processes processes) {
        Process running = process;
        if (running == null) {
            return;
        }
        processes.stop(running, recording == null ? 40 : 180);
        process = null;
        Path draft = recording;
        if (draft != null && Files.exists(draft)) {
            try {
                Files.move(draft, cache(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                forgetOtherCaches();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Path cache() {
        Path caches = program.resolveSibling("aot");
        try {
            Files.createDirectories(caches);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return caches.resolve(fingerprint + ".aot");
    }

    /** Caches of jars that are no more, and what launchers that were killed had begun to record. */
    private void forgetOtherCaches() throws IOException {
        try (Stream<Path> files = Files.list(cache().getParent())) {
            for (Path file : files.filter(file -> !file.equals(cache()) && !isBeingWritten(file))
                    .toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** A draft carries its launcher's process id. */
    private static boolean isBeingWritten(Path file) {
        String[] parts = file.getFileName().toString().split("\\.");
        return parts.length > 2 && ProcessHandle.of(Long.parseLong(parts[1])).isPresent();
    }

    private static Path program(Path root, String name) {
        return root.resolve(name).resolve("target/quarkus-app");
    }

    /** The JVM takes a cache only for the same files (name, size, time), the same JDK and the same collector. */
    private static String fingerprint(Path program) {
        try (Stream<Path> files = Files.walk(program)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((System.getProperty("java.vm.version") + program + JVM).getBytes(StandardCharsets.UTF_8));
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                String line = file + " " + attributes.size() + " "
                        + attributes.lastModifiedTime().toMillis();
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
