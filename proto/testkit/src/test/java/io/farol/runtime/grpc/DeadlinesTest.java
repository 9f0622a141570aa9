package io.farol.runtime.grpc;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final Metadata.Key<String> TIMEOUT =
            Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);

    @Test
    void givesThirtySecondsToAUnaryCallThatNamesNone() {
        isIn(30_000, Deadlines.deadline(new Metadata(), MethodType.UNARY));
    }

    @Test
    void leavesStreamsWithoutADeadlineAlone() {
        assertNull(Deadlines.deadline(new Metadata(), MethodType.SERVER_STREAMING));
        assertNull(Deadlines.deadline(new Metadata(), MethodType.CLIENT_STREAMING));
    }

    @Test
    void takesTheCallersInAnyUnit() {
        isIn(2 * 3_600_000, Deadlines.deadline(timeout("2H"), MethodType.UNARY));
        isIn(60_000, Deadlines.deadline(timeout("1M"), MethodType.UNARY));
        isIn(45_000, Deadlines.deadline(timeout("45S"), MethodType.SERVER_STREAMING));
        isIn(90_000, Deadlines.deadline(timeout("90000m"), MethodType.UNARY));
        isIn(90_000, Deadlines.deadline(timeout("90000000u"), MethodType.UNARY));
    }

    @Test
    void takesRubbishForNone() {
        isIn(30_000, Deadlines.deadline(timeout("soon"), MethodType.UNARY));
    }

    private static Metadata timeout(String value) {
        Metadata headers = new Metadata();
        headers.put(TIMEOUT, value);
        return headers;
    }

    /** However long the test was held up since. */
    private static void isIn(long millis, Deadline deadline) {
        long left = Objects.requireNonNull(deadline).timeRemaining(TimeUnit.MILLISECONDS);
        assertTrue(left <= millis && left > millis - 20_000, left + " of " + millis);
    }
}
