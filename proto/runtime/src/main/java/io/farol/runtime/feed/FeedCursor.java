package io.farol.runtime.feed;

import io.farol.runtime.outbox.FeedHead;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a feed, as text {@code acc.e1.a1f.4711}: opaque to clients, who store it and hand it back.
 *
 * @param epoch of the numbering; a cursor of another epoch points nowhere
 * @param batch number of the batch that was read last, hexadecimal in the text; 0 before the first
 * @param position number of the event that was read last; 0 before the first
 */
public record FeedCursor(FeedSource source, int epoch, long batch, long position) {
    private static final Pattern SHAPE =
            Pattern.compile("([a-z]{3})\\.e([1-9][0-9]{0,8})\\.(0|[1-9a-f][0-9a-f]{0,14})\\.(0|[1-9][0-9]{0,17})");

    /** Reads a cursor's text; empty when it is none. */
    public static Optional<FeedCursor> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return FeedSource.ofCode(matcher.group(1))
                .map(source -> new FeedCursor(
                        source,
                        Integer.parseInt(matcher.group(2)),
                        Long.parseLong(matcher.group(3), 16),
                        Long.parseLong(matcher.group(4))));
    }

    /** The place where everything numbered so far has been read. */
    public static FeedCursor at(FeedSource source, FeedHead head) {
        return new FeedCursor(source, head.epoch(), head.batch(), head.position());
    }

    @Override
    public String toString() {
        return source.code() + ".e" + epoch + '.' + Long.toHexString(batch) + '.' + position;
    }
}
