package io.farol.runtime.feed;

import io.farol.feed.v1.SubscribeRequest;
import io.farol.feed.v1.SubscribeResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One open call of another service's feed, on a connection of its own, so that each reopening may meet another replica. Holds at most a window of elements. */
final class FeedCall implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final int WINDOW = 2048;
    private static final int MAX_MESSAGE = 64 << 20;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

    private final ManagedChannel channel;
    private final ClientCall<SubscribeRequest, SubscribeResponse> call;
    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private int taken;

    FeedCall(String target, FeedSource source, SubscribeRequest request, String token) {
        channel = NettyChannelBuilder.forTarget(target)
                .usePlaintext()
                .maxInboundMessageSize(MAX_MESSAGE)
                .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
                .build();
        MethodDescriptor<SubscribeRequest, SubscribeResponse> method =
                MethodDescriptor.<SubscribeRequest, SubscribeResponse>newBuilder()
                        .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                        .setFullMethodName(MethodDescriptor.generateFullMethodName(source.grpcService(), "Subscribe"))
                        .setRequestMarshaller(ProtoUtils.marshaller(SubscribeRequest.getDefaultInstance()))
                        .setResponseMarshaller(ProtoUtils.marshaller(SubscribeResponse.getDefaultInstance()))
                        .build();
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        call = channel.newCall(method, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(SubscribeResponse message) {
                        received.add(message);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        received.add(new Closed(status, trailers));
                    }
                },
                headers);
        call.request(WINDOW);
        call.sendMessage(request);
        call.halfClose();
    }

    /** How a call ended. */
    private record Closed(Status status, Metadata trailers) {}

    /** The next element; null when none came in time. Throws {@link FeedClosed} when the stream has ended. */
    @Nullable
    SubscribeResponse next(Duration patience) throws InterruptedException {
        Object element = received.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (element instanceof Closed closed) {
            throw FeedClosed.by(closed.status(), closed.trailers());
        }
        if (element != null && ++taken == WINDOW / 2) {
            call.request(taken);
            taken = 0;
        }
        return (SubscribeResponse) element;
    }

    @Override
    public void close() {
        call.cancel("closed by the reader", null);
        channel.shutdownNow();
    }
}
