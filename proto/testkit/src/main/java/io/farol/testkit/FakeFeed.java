package io.farol.testkit;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.farol.feed.v1.Event;
import io.farol.feed.v1.Heartbeat;
import io.farol.feed.v1.SubscribeRequest;
import io.farol.feed.v1.SubscribeResponse;
import io.farol.runtime.feed.FeedCursor;
import io.farol.runtime.feed.FeedSource;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Stands in for a neighbour at the network edge: a feed of which the test writes every event, and that goes away and comes back at the same address. At first it is away. */
public final class FakeFeed {
    private final FeedSource source;
    private final int port;
    private final List<Event> events = new ArrayList<>();
    private final List<StreamObserver<SubscribeResponse>> readers = new ArrayList<>();
    private @Nullable Server server;
    private int epoch = 1;
    private long stampedAtMillis;

    FakeFeed(FeedSource source) {
        this.source = source;
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is, or will be. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** Answers from now on. */
    public synchronized void comeUp() {
        if (server != null) {
            return;
        }
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                    .addService(ServerServiceDefinition.builder(source.grpcService())
                            .addMethod(method(), ServerCalls.asyncServerStreamingCall(this::subscribe))
                            .build())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks all streams and refuses connections from now on. */
    public synchronized void goAway() throws InterruptedException {
        if (server != null) {
            readers.clear();
            server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            server = null;
        }
    }

    /**
     * Adds an event as a batch of its own, and tells whoever listens.
     *
     * @param payload JSON of the whole state
     * @return the feed's position after it
     */
    public synchronized String send(String tenant, String aggregateType, UUID id, long version, String payload) {
        Event event = Event.newBuilder()
                .setCursor(next())
                .setEventId(UUID.randomUUID().toString())
                .setTenantId(tenant)
                .setAggregateType(aggregateType)
                .setAggregateId(id.toString())
                .setAggregateVersion(version)
                .setEventType(version == 1 ? "CREATED" : "UPDATED")
                .setRecordedAt(stamp())
                .setStampedAt(stamp())
                .setPosition(events.size() + 1L)
                .setIsTransactionEnd(true)
                .setPayload(struct(payload))
                .build();
        events.add(event);
        readers.removeIf(FakeFeed::hasLeft);
        readers.forEach(reader -> {
            tell(reader, event);
            tellHead(reader);
        });
        return event.getCursor();
    }

    /** The position that the next event will have. */
    public synchronized String next() {
        return at(events.size() + 1L);
    }

    /** Numbers anew, as after a restore; readers of the old numbering are refused. */
    public synchronized void beginEpoch() throws InterruptedException {
        goAway();
        epoch++;
        List<Event> before = List.copyOf(events);
        events.clear();
        before.forEach(event ->
                events.add(event.toBuilder().setCursor(at(event.getPosition())).build()));
        comeUp();
    }

    private String at(long position) {
        return new FeedCursor(source, epoch, position, position).toString();
    }

    private synchronized void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> reader) {
        // a reader that leaves while it is told something is no failure of the test
        ((ServerCallStreamObserver<SubscribeResponse>) reader).setOnCancelHandler(() -> {});
        FeedCursor from = FeedCursor.parse(request.getCursor()).orElse(new FeedCursor(source, epoch, 0, 0));
        if (from.epoch() != epoch) {
            reader.onError(StatusProto.toStatusRuntimeException(Status.newBuilder()
                    .setCode(Code.FAILED_PRECONDITION_VALUE)
                    .addDetails(Any.pack(ErrorInfo.newBuilder()
                            .setDomain("farol")
                            .setReason("FEED_EPOCH_CHANGED")
                            .build()))
                    .build()));
            return;
        }
        events.stream().filter(event -> event.getPosition() > from.position()).forEach(event -> tell(reader, event));
        tellHead(reader);
        readers.add(reader);
    }

    private static boolean hasLeft(StreamObserver<SubscribeResponse> reader) {
        return ((ServerCallStreamObserver<SubscribeResponse>) reader).isCancelled();
    }

    private void tellHead(StreamObserver<SubscribeResponse> reader) {
        reader.onNext(SubscribeResponse.newBuilder()
                .setHeartbeat(
                        Heartbeat.newBuilder().setCursor(at(events.size())).setIsCaughtUp(true))
                .build());
    }

    private static void tell(StreamObserver<SubscribeResponse> reader, Event event) {
        reader.onNext(SubscribeResponse.newBuilder().setEvent(event).build());
    }

    private Timestamp stamp() {
        stampedAtMillis = Math.max(System.currentTimeMillis(), stampedAtMillis + 1);
        return Timestamp.newBuilder()
                .setSeconds(stampedAtMillis / 1000)
                .setNanos((int) (stampedAtMillis % 1000) * 1_000_000)
                .build();
    }

    private static Struct struct(String json) {
        try {
            Struct.Builder struct = Struct.newBuilder();
            JsonFormat.parser().merge(json, struct);
            return struct.build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private MethodDescriptor<SubscribeRequest, SubscribeResponse> method() {
        return MethodDescriptor.<SubscribeRequest, SubscribeResponse>newBuilder()
                .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(source.grpcService(), "Subscribe"))
                .setRequestMarshaller(ProtoUtils.marshaller(SubscribeRequest.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(SubscribeResponse.getDefaultInstance()))
                .build();
    }
}
