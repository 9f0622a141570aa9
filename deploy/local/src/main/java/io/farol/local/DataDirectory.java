package io.farol.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder that one platform lives in: databases, passwords, logs. Locked while a launcher runs, readable by its owner only. */
final class DataDirectory implements AutoCloseable {
    private static final String MARKER = "farol-data";

    private final Path path;
    private final FileChannel channel;
    private final Secrets secrets;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
        this.secrets = new Secrets(path.resolve("secrets.json"));
    }

    /** Opens or makes it; refuses a folder that holds something else and one that another launcher uses. */
    static DataDirectory open(Path path) {
        try {
            if (Files.isDirectory(path) && !Files.exists(path.resolve(MARKER)) && !isEmpty(path)) {
                throw new IllegalStateException(path + " is no data folder of Farol and is not empty");
            }
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            FileChannel channel =
                    FileChannel.open(path.resolve(MARKER), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                throw new IllegalStateException("another deploy/up is running on " + path);
            }
            Files.createDirectories(path.resolve("logs"));
            return new DataDirectory(path, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets everything but the lock; nothing may be running on it. */
    DataDirectory emptied() {
        for (Path child : children(path)) {
            if (!child.getFileName().toString().equals(MARKER)) {
                delete(child);
            }
        }
        try {
            Files.createDirectories(path.resolve("logs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new DataDirectory(path, channel);
    }

    Path path() {
        return path;
    }

    Secrets secrets() {
        return secrets;
    }

    Path log(String name) {
        return path.resolve("logs").resolve(name + ".log");
    }

    /** A remembered text, empty when there is none. */
    String note(String name) {
        try {
            Path file = path.resolve("notes").resolve(name);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void note(String name, String text) {
        try {
            Files.createDirectories(path.resolve("notes"));
            Files.writeString(path.resolve("notes").resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path tree) {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static boolean isEmpty(Path directory) {
        return children(directory).isEmpty();
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
