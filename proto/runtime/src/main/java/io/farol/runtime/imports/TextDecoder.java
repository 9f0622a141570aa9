package io.farol.runtime.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads text whose encoding nobody told: by its byte order mark, else as UTF-8 until a byte that UTF-8 does not allow; when everything before it was plain ASCII, the file is Windows-1252 from
 * its first accent on. A stray byte in what is UTF-8 otherwise becomes the replacement character.
 */
final class TextDecoder extends Reader {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final int BYTES = 1 << 15;

    private final InputStream bytes;
    private final ByteBuffer input = ByteBuffer.allocate(BYTES).flip();
    private CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private boolean isAscii = true;
    private boolean isAtEnd;

    private TextDecoder(InputStream bytes) {
        this.bytes = bytes;
    }

    /** @param encoding as the request names it; null = find out */
    static Reader open(InputStream file, @Nullable Charset encoding) throws IOException {
        PushbackInputStream bytes = new PushbackInputStream(file, 3);
        byte[] mark = bytes.readNBytes(3);
        if (mark.length == 3 && mark[0] == (byte) 0xEF && mark[1] == (byte) 0xBB && mark[2] == (byte) 0xBF) {
            return encoding == null ? new TextDecoder(bytes) : new InputStreamReader(bytes, encoding);
        }
        if (mark.length >= 2 && mark[0] == (byte) 0xFF && mark[1] == (byte) 0xFE) {
            bytes.unread(mark, 2, mark.length - 2);
            return new InputStreamReader(bytes, StandardCharsets.UTF_16LE);
        }
        if (mark.length >= 2 && mark[0] == (byte) 0xFE && mark[1] == (byte) 0xFF) {
            bytes.unread(mark, 2, mark.length - 2);
            return new InputStreamReader(bytes, StandardCharsets.UTF_16BE);
        }
        bytes.unread(mark);
        return encoding == null ? new TextDecoder(bytes) : new InputStreamReader(bytes, encoding);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        CharBuffer output = CharBuffer.wrap(target, offset, length).slice();
        while (output.position() == 0) {
            CoderResult result = decoder.decode(input, output, isAtEnd);
            if (result.isMalformed() || result.isUnmappable()) {
                malformed(output, result.length());
            } else if (result.isUnderflow()) {
                if (isAtEnd) {
                    break;
                }
                fill();
            } else if (output.position() == 0) {
                throw new IOException("a character beyond the basic plane needs two places, and one was offered");
            }
        }
        int count = output.position();
        noteAccents(target, offset, count);
        return count == 0 ? -1 : count;
    }

    private void malformed(CharBuffer output, int length) {
        if (isAscii && isAsciiIn(output)) {
            decoder = WINDOWS_1252
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
        } else if (output.hasRemaining()) {
            input.position(input.position() + length);
            output.put('�');
        }
    }

    private static boolean isAsciiIn(CharBuffer output) {
        for (int i = 0; i < output.position(); i++) {
            if (output.get(i) > 127) {
                return false;
            }
        }
        return true;
    }

    private void noteAccents(char[] target, int offset, int count) {
        for (int i = offset; isAscii && i < offset + count; i++) {
            isAscii = target[i] < 128;
        }
    }

    private void fill() throws IOException {
        input.compact();
        int read = bytes.read(input.array(), input.position(), input.remaining());
        if (read < 0) {
            isAtEnd = true;
        } else {
            input.position(input.position() + read);
        }
        input.flip();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
