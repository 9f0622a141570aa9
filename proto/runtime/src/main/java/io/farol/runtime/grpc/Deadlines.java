package io.farol.runtime.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.logging.Log;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Ends a call at its deadline: the caller's, or 30 s for a unary call that has none. The server's transport reads no {@code grpc-timeout} by itself. Calls made on
 * the way inherit what is left.
 */
@GlobalInterceptor
@ApplicationScoped
class Deadlines implements ServerInterceptor {
    private static final Metadata.Key<String> TIMEOUT =
            Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);
    private static final long WITHOUT_SECONDS = 30;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("grpc-deadlines").factory());

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        @Nullable
        Deadline deadline = deadline(headers, call.getMethodDescriptor().getType());
        if (deadline == null) {
            return next.startCall(call, headers);
        }
        EndingOnce<Q, R> ending = new EndingOnce<>(call);
        ending.endAt(
                timer.schedule(ending::exceed, deadline.timeRemaining(TimeUnit.NANOSECONDS), TimeUnit.NANOSECONDS));
        return Contexts.interceptCall(Context.current().withDeadline(deadline, timer), ending, headers, next);
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
    }

    /** As sent, else the limit of unary calls; null for streams without one, which bound their own life. */
    static @Nullable Deadline deadline(Metadata headers, MethodType type) {
        @Nullable String sent = headers.get(TIMEOUT);
        if (sent != null && sent.matches("[0-9]{1,8}[HMSmun]")) {
            long amount = Long.parseLong(sent.substring(0, sent.length() - 1));
            return Deadline.after(amount, unit(sent.charAt(sent.length() - 1)));
        }
        return type == MethodType.UNARY ? Deadline.after(WITHOUT_SECONDS, TimeUnit.SECONDS) : null;
    }

    private static TimeUnit unit(char letter) {
        return switch (letter) {
            case 'H' -> TimeUnit.HOURS;
            case 'M' -> TimeUnit.MINUTES;
            case 'S' -> TimeUnit.SECONDS;
            case 'm' -> TimeUnit.MILLISECONDS;
            case 'u' -> TimeUnit.MICROSECONDS;
            default -> TimeUnit.NANOSECONDS;
        };
    }

    /** A call that is closed by whoever comes first, the use case or the clock. */
    private static final class EndingOnce<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private final AtomicBoolean isClosed = new AtomicBoolean();
        private volatile @Nullable ScheduledFuture<?> end;

        EndingOnce(ServerCall<Q, R> call) {
            super(call);
        }

        void endAt(ScheduledFuture<?> scheduled) {
            end = scheduled;
        }

        void exceed() {
            close(Status.DEADLINE_EXCEEDED.withDescription("the call's deadline has passed"), new Metadata());
        }

        @Override
        public void sendMessage(R message) {
            if (!isClosed.get()) {
                super.sendMessage(message);
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (isClosed.compareAndSet(false, true)) {
                ScheduledFuture<?> scheduled = end;
                if (scheduled != null) {
                    scheduled.cancel(false);
                }
                try {
                    super.close(status, trailers);
                } catch (IllegalStateException alreadyAnswered) {
                    Log.debugf("gRPC call was answered by the transport status=%s", status.getCode());
                }
            }
        }
    }
}
