package io.farol.runtime.imports;

import java.io.IOException;
import java.io.Reader;

/** A text whose head can be looked at before it is read. */
final class HeadReader extends Reader {
    private static final int LENGTH = 1 << 16;

    private final Reader rest;
    private final String head;
    private int position;

    HeadReader(Reader text) throws IOException {
        char[] characters = new char[LENGTH];
        int length = 0;
        int read = 0;
        while (length < LENGTH && read >= 0) {
            length += read;
            read = text.read(characters, length, LENGTH - length);
        }
        this.head = new String(characters, 0, length);
        this.rest = text;
    }

    String head() {
        return head;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (position == head.length()) {
            return rest.read(target, offset, length);
        }
        int count = Math.min(length, head.length() - position);
        head.getChars(position, position + count, target, offset);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        rest.close();
    }
}
