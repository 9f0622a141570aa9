package io.farol.runtime.imports;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form as it comes in, read once from front to back: fields first, which are parameters, then the file, which is streamed. What comes behind the file is refused, since the file is read by
 * then.
 */
final class MultipartBody {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]{1,70})\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE_NAME =
            Pattern.compile("[; ]filename\\*?=\"?([^\";]*)\"?", Pattern.CASE_INSENSITIVE);
    private static final int MOST_FIELDS = 100;
    private static final int LONGEST_FIELD = 4_096;

    private final InputStream body;
    private final byte[] delimiter;
    private final Map<String, List<String>> fields = new LinkedHashMap<>();
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;

    MultipartBody(String contentType, InputStream body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw broken("NO_BOUNDARY");
        }
        this.delimiter = ("\r\n--" + boundary.group(1)).getBytes(StandardCharsets.ISO_8859_1);
        this.body = body;
    }

    static boolean is(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /** Reads up to the file, which may be read then. */
    ReceivedFile file(Map<String, List<String>> parameters) throws IOException {
        // The first delimiter has no line end before it.
        Part preamble = new Part(2);
        preamble.skip();
        while (!preamble.isLast && fields.size() < MOST_FIELDS) {
            Map<String, String> headers = headers();
            String disposition = " " + headers.getOrDefault("content-disposition", "");
            Matcher name = NAME.matcher(disposition);
            Matcher fileName = FILE_NAME.matcher(disposition);
            Part part = new Part(0);
            if (fileName.find() || name.find(0) && name.group(1).equals("file")) {
                String told = (fileName.reset().find() ? fileName.group(1) : "") + " "
                        + headers.getOrDefault("content-type", "");
                parameters.forEach((parameter, values) -> fields.merge(parameter, values, MultipartBody::both));
                return new ReceivedFile(part, told, fields, part::expectLast);
            }
            byte[] value = part.readNBytes(LONGEST_FIELD + 1);
            if (value.length > LONGEST_FIELD || !name.find(0)) {
                throw broken("FIELD_TOO_LONG_OR_NAMELESS");
            }
            fields.merge(name.group(1), List.of(new String(value, StandardCharsets.UTF_8)), MultipartBody::both);
            preamble = part;
        }
        throw broken("NO_FILE");
    }

    private static List<String> both(List<String> some, List<String> others) {
        List<String> both = new ArrayList<>(some);
        both.addAll(others);
        return both;
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private int nextByte() throws IOException {
        if (position >= limit) {
            position = 0;
            limit = body.read(buffer, 0, buffer.length);
            if (limit < 0) {
                throw broken("CUT_OFF");
            }
        }
        return limit == 0 ? nextByte() : buffer[position++] & 0xFF;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = nextByte(); read != '\n'; read = nextByte()) {
            if (line.size() > LONGEST_FIELD) {
                throw broken("CUT_OFF");
            }
            if (read != '\r') {
                line.write(read);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static DomainException broken(String reason) {
        return new DomainException(
                PlatformError.INVALID_REQUEST, "multipart body: " + reason, Map.of("reason", reason));
    }

    /** The bytes of one part, up to the next delimiter. */
    private final class Part extends InputStream {
        private final byte[] window = new byte[1 << 16];
        private int matched;
        private int start;
        private int end;
        private boolean isOver;
        private boolean isLast;

        /** @param alreadyMatched bytes of the delimiter that are taken as read */
        Part(int alreadyMatched) {
            matched = alreadyMatched;
        }

        @Override
        public int read() throws IOException {
            return start < end || fill() ? window[start++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (start >= end && !fill()) {
                return -1;
            }
            int count = Math.min(length, end - start);
            System.arraycopy(window, start, target, offset, count);
            start += count;
            return count;
        }

        /** Takes bytes from the body until some are known to belong to this part. A delimiter has one CR, its first byte, so a broken match can only begin anew with the byte at hand. */
        private boolean fill() throws IOException {
            start = 0;
            end = 0;
            while (!isOver && end < window.length - delimiter.length - 1) {
                int read = nextByte();
                if ((byte) read == delimiter[matched]) {
                    matched++;
                    if (matched == delimiter.length) {
                        isOver = true;
                        isLast = endsBody();
                    }
                } else {
                    System.arraycopy(delimiter, 0, window, end, matched);
                    end += matched;
                    matched = 0;
                    if ((byte) read == delimiter[0]) {
                        matched = 1;
                    } else {
                        window[end++] = (byte) read;
                    }
                }
            }
            return end > 0;
        }

        /** Behind the last delimiter stand two hyphens, and then perhaps nothing, not even a line end. */
        private boolean endsBody() throws IOException {
            int next = nextByte();
            if (next == '-') {
                return true;
            }
            while (next != '\n') {
                next = nextByte();
            }
            return false;
        }

        private void expectLast() throws IOException {
            skip();
            if (!isLast) {
                throw broken("FILE_IS_NOT_LAST");
            }
        }

        private void skip() throws IOException {
            transferTo(OutputStream.nullOutputStream());
        }
    }
}
