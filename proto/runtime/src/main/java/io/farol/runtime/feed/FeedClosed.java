package io.farol.runtime.feed;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.farol.runtime.error.PlatformError;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.Set;

/** A feed's stream is over: by its own life, or because the source refused or broke. */
final class FeedClosed extends RuntimeException {
    private static final Set<String> START_ANEW =
            Set.of(PlatformError.FEED_EPOCH_CHANGED.name(), PlatformError.FEED_CURSOR_AHEAD.name());

    private final boolean isOrderly;
    private final String reason;

    private FeedClosed(boolean isOrderly, String reason, Status status) {
        super(status.getCode() + " " + reason, status.getCause());
        this.isOrderly = isOrderly;
        this.reason = reason;
    }

    static FeedClosed by(Status status, Metadata trailers) {
        String reason = reason(status, trailers);
        return new FeedClosed(status.isOk() || reason.equals(PlatformError.TOKEN_EXPIRED.name()), reason, status);
    }

    /** Whether it may be opened again at once. */
    boolean isOrderly() {
        return isOrderly;
    }

    /** Whether the copy must be emptied first. */
    boolean mustStartAnew() {
        return START_ANEW.contains(reason);
    }

    private static String reason(Status status, Metadata trailers) {
        if (status.isOk()) {
            return "";
        }
        for (Any detail : StatusProto.fromStatusAndTrailers(status, trailers).getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                try {
                    return detail.unpack(ErrorInfo.class).getReason();
                } catch (InvalidProtocolBufferException e) {
                    return "";
                }
            }
        }
        return String.valueOf(status.getDescription());
    }
}
