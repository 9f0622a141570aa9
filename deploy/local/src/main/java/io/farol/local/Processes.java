package io.farol.local;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The processes of one platform, written down by id and start time, so that the next start ends what a killed launcher left behind, and nothing else. */
final class Processes {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Everything else of our environment stays ours: a stray FAROL_* would reach a service that refuses unknown ones. */
    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "USER");

    /** One process, as it can be recognised later. */
    record Known(String name, long pid, long startedAtMillis) {}

    private final Path file;
    private final List<Known> running = new ArrayList<>();

    Processes(DataDirectory data) {
        file = data.path().resolve("processes.json");
    }

    /** Ends what is written down and still runs. */
    int endOrphans() {
        if (!Files.exists(file)) {
            return 0;
        }
        List<Known> known;
        try {
            known = JSON.readValue(file.toFile(), new TypeReference<List<Known>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<ProcessHandle> orphans = known.stream()
                .flatMap(one ->
                        ProcessHandle.of(one.pid())
                                .filter(handle -> startedAt(handle) == one.startedAtMillis())
                                .stream())
                .toList();
        orphans.forEach(ProcessHandle::destroyForcibly);
        orphans.forEach(orphan -> orphan.onExit().join());
        write();
        return orphans.size();
    }

    /** Starts a child in a session of its own: Ctrl-C reaches the launcher alone, which stops the children in order. */
    synchronized Process start(
            String name, List<String> command, Map<String, String> environment, Path directory, Path log) {
        List<String> whole = new ArrayList<>();
        if (hasSetsid()) {
            whole.add("setsid");
        }
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(variable -> !INHERITED.contains(variable));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            running.add(new Known(name, process.pid(), startedAt(process.toHandle())));
            write();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks a process to stop, then makes it; several may be stopped at once. */
    void stop(Process process, int patienceSeconds) {
        process.destroy();
        try {
            if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        forget(process);
    }

    private synchronized void forget(Process process) {
        running.removeIf(known -> known.pid() == process.pid());
        write();
    }

    private void write() {
        Secrets.writePrivately(file, running);
    }

    private static long startedAt(ProcessHandle handle) {
        Optional<Instant> start = handle.info().startInstant();
        return start.map(Instant::toEpochMilli).orElse(-1L);
    }

    private static boolean hasSetsid() {
        return Files.isExecutable(Path.of("/usr/bin/setsid"));
    }
}
