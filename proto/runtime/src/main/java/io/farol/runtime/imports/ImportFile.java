package io.farol.runtime.imports;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of a file as they come in: measured, hashed, unpacked, and recognised by what they are rather than by what they are called. */
final class ImportFile {
    private static final int HEAD = 4096;

    private final MessageDigest digest;
    private final InputStream received;
    private final BufferedInputStream content;
    private final Kind kind;

    /** What sort of file it is. */
    enum Kind {
        CSV,
        NDJSON,
        XLSX
    }

    /**
     * @param name file name or media type that came with it, empty when none
     * @param mostBytes most bytes, packed and unpacked alike
     */
    ImportFile(InputStream received, String name, long mostBytes) throws IOException {
        this.digest = sha256();
        this.received = new Bounded(received, mostBytes, digest);
        BufferedInputStream packed = new BufferedInputStream(this.received, 1 << 16);
        this.content = isGzip(head(packed, 2))
                ? new BufferedInputStream(new Bounded(unpacked(packed), mostBytes, null), 1 << 16)
                : packed;
        this.kind = recognise(head(content, HEAD), name);
    }

    Kind kind() {
        return kind;
    }

    /** To be read once; closing it leaves the request's body open. */
    InputStream content() {
        return new FilterInputStream(content) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return content.read(target, offset, length);
            }

            @Override
            public void close() {
                // the server closes the body
            }
        };
    }

    /** Reads what is left, so that the hash is that of the whole; then tells it. */
    String hash() throws IOException {
        content.transferTo(OutputStream.nullOutputStream());
        received.transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(digest.digest());
    }

    private static Kind recognise(byte[] head, String name) {
        if (starts(head, 'P', 'K', 3, 4)) {
            return Kind.XLSX;
        }
        if (head.length == 0) {
            throw new DomainException(ImportError.FILE_EMPTY, "the file is empty");
        }
        if (isBinary(head)) {
            throw new DomainException(
                    PlatformError.MEDIA_TYPE_NOT_SUPPORTED,
                    "neither CSV nor NDJSON nor XLSX",
                    Map.of("allowed", List.of("CSV", "NDJSON", "XLSX")));
        }
        String lower = name.toLowerCase(Locale.ROOT);
        boolean isNamedSo = lower.contains("ndjson") || lower.contains("jsonl") || lower.contains("json-seq");
        return isNamedSo || firstLetter(head) == '{' ? Kind.NDJSON : Kind.CSV;
    }

    /** A zero byte is in no text but UTF-16, which carries a mark. */
    private static boolean isBinary(byte[] head) {
        if (starts(head, 0xFF, 0xFE) || starts(head, 0xFE, 0xFF)) {
            return false;
        }
        for (byte each : head) {
            if (each == 0) {
                return true;
            }
        }
        return starts(head, '%', 'P', 'D', 'F');
    }

    private static char firstLetter(byte[] head) {
        int i = starts(head, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        while (i < head.length && Character.isWhitespace(head[i])) {
            i++;
        }
        return i < head.length ? (char) head[i] : ' ';
    }

    private static boolean isGzip(byte[] head) {
        return starts(head, 0x1F, 0x8B);
    }

    private static boolean starts(byte[] head, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= head.length || head[i] != (byte) bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static InputStream unpacked(InputStream packed) {
        try {
            return new GZIPInputStream(packed, 1 << 16);
        } catch (IOException e) {
            throw new DomainException(ImportError.FILE_NOT_READABLE, "broken gzip", Map.of("reason", "BROKEN_ARCHIVE"));
        }
    }

    private static byte[] head(BufferedInputStream stream, int length) throws IOException {
        stream.mark(length);
        byte[] head = stream.readNBytes(length);
        stream.reset();
        return head;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Counts what passes, refuses what is too much, and hashes the bytes as sent. */
    private static final class Bounded extends FilterInputStream {
        private final long mostBytes;
        private final @Nullable MessageDigest digest;
        private long count;

        Bounded(InputStream stream, long mostBytes, @Nullable MessageDigest digest) {
            super(stream);
            this.mostBytes = mostBytes;
            this.digest = digest;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            if (read > 0) {
                count += read;
                if (count > mostBytes) {
                    throw new DomainException(
                            PlatformError.BODY_TOO_LARGE, "the file is too large", Map.of("maxBytes", mostBytes));
                }
                if (digest != null) {
                    digest.update(target, offset, read);
                }
            }
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
