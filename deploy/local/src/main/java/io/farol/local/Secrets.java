package io.farol.local;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.TreeMap;

/** Passwords, made when first asked for and kept in a file that only its owner reads. */
final class Secrets {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final TreeMap<String, String> byName = new TreeMap<>();

    Secrets(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            try {
                byName.putAll(JSON.readValue(file.toFile(), new TypeReference<TreeMap<String, String>>() {}));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The secret of that name: 24 characters of letters, digits, - and _. */
    synchronized String of(String name) {
        String known = byName.get(name);
        if (known != null) {
            return known;
        }
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        String made = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        byName.put(name, made);
        writePrivately(file, byName);
        return made;
    }

    /** Writes JSON, one entry a line, whole or not at all, for its owner's eyes. */
    static void writePrivately(Path file, Object content) {
        try {
            Files.createDirectories(file.getParent());
            FileAttribute<Set<PosixFilePermission>> owner =
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Path draft = Files.createTempFile(file.getParent(), ".draft", ".json", owner);
            JSON.writerWithDefaultPrettyPrinter().writeValue(draft.toFile(), content);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
