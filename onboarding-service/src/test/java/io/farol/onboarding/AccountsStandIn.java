package io.farol.onboarding;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import io.farol.accounts.v1.AccountsFeedGrpc;
import io.farol.accounts.v1.AccountsServiceGrpc;
import io.farol.accounts.v1.ActivateAccountRequest;
import io.farol.accounts.v1.ActivateAccountResponse;
import io.farol.feed.v1.Event;
import io.farol.feed.v1.Heartbeat;
import io.farol.feed.v1.SubscribeRequest;
import io.farol.feed.v1.SubscribeResponse;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** accounts-service at the network edge: a feed that says what tests tell it, and activations that it counts. */
public final class AccountsStandIn implements QuarkusTestResourceLifecycleManager {
    private static final List<Event> EVENTS = new ArrayList<>();
    private static final Map<String, List<String>> ACTIVATIONS = new ConcurrentHashMap<>();
    private static final Map<String, Function<ActivateAccountRequest, Status>> ANSWERS = new ConcurrentHashMap<>();
    private static volatile int epoch = 1;
    private static int port;
    private static @Nullable Server server;

    @Override
    public Map<String, String> start() {
        listen(0);
        return Map.of("farol.accounts.grpc", "127.0.0.1:" + port);
    }

    @Override
    public void stop() {
        running().shutdownNow();
    }

    /** Answers nobody from now on. */
    public static void goDown() {
        running().shutdownNow();
        try {
            running().awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Is back at the same address; changes nothing when it is there. */
    public static void comeUp() {
        if (running().isShutdown()) {
            listen(port);
        }
    }

    private static Server running() {
        return Objects.requireNonNull(server);
    }

    private static void listen(int wanted) {
        try {
            Server started = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", wanted))
                    .addService(new Feed())
                    .addService(new Accounts())
                    .build()
                    .start();
            port = started.getPort();
            server = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells of one state of an aggregate, and waits until it is applied here. */
    public static void tells(String tenant, String type, String id, long version, String recordedAt, String payload) {
        append(tenant, type, id, version, recordedAt, payload);
        awaitApplied();
    }

    /** Numbers an event; several in a row are applied when {@link #awaitApplied} says so. */
    public static synchronized void append(
            String tenant, String type, String id, long version, String recordedAt, String payload) {
        long position = EVENTS.size() + 1L;
        Struct.Builder struct = Struct.newBuilder();
        try {
            JsonFormat.parser().merge(payload, struct);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(payload, e);
        }
        EVENTS.add(Event.newBuilder()
                .setCursor(cursor(position))
                .setEventId(io.farol.runtime.id.UuidV7.next().toString())
                .setTenantId(tenant)
                .setAggregateType(type)
                .setAggregateId(id)
                .setAggregateVersion(version)
                .setEventType("CHANGED")
                .setRecordedAt(timestamp(Instant.parse(recordedAt)))
                .setStampedAt(timestamp(Instant.EPOCH.plusSeconds(position)))
                .setPosition(position)
                .setIsTransactionEnd(true)
                .setPayload(struct)
                .build());
    }

    /** After a restore: readers start anew. */
    public static void beginEpoch() {
        synchronized (AccountsStandIn.class) {
            epoch++;
            EVENTS.replaceAll(event ->
                    event.toBuilder().setCursor(cursor(event.getPosition())).build());
        }
        awaitApplied();
    }

    public static void awaitApplied() {
        String head = cursor(EVENTS.size());
        for (int i = 0; i < 1_200; i++) {
            if (Outside.count("select count(*) from feed_subscription where source = 'accounts' and cursor = ?", head)
                    == 1) {
                return;
            }
            LockSupport.parkNanos(50_000_000);
        }
        throw new AssertionError("the feed is not applied up to " + head);
    }

    /** How often an account was told to be activated, each time with its day. */
    public static List<String> activations(String account) {
        return List.copyOf(ACTIVATIONS.getOrDefault(account, List.of()));
    }

    /** What happens when an account is to be activated, after it was counted; a status that is not OK is the answer. */
    public static void answer(String account, Function<ActivateAccountRequest, Status> answer) {
        ANSWERS.put(account, answer);
    }

    private static String cursor(long position) {
        return "acc.e" + epoch + "." + Long.toHexString(position) + "." + position;
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /** Streams what there is, then what comes. */
    private static final class Feed extends AccountsFeedGrpc.AccountsFeedImplBase {
        @Override
        public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> observer) {
            int opened = epoch;
            ServerCallStreamObserver<SubscribeResponse> call = (ServerCallStreamObserver<SubscribeResponse>) observer;
            String[] parts = request.getCursor().split("\\.");
            if (parts.length == 4 && !parts[1].equals("e" + opened)) {
                observer.onError(changed());
                return;
            }
            long from = parts.length == 4 ? Long.parseLong(parts[3]) : 0;
            Thread.ofVirtual().start(() -> stream(call, from, opened));
        }

        private static RuntimeException changed() {
            return io.grpc.protobuf.StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                    .setCode(Status.Code.FAILED_PRECONDITION.value())
                    .setMessage("another epoch")
                    .addDetails(com.google.protobuf.Any.pack(com.google.rpc.ErrorInfo.newBuilder()
                            .setReason("FEED_EPOCH_CHANGED")
                            .setDomain("farol")
                            .build()))
                    .build());
        }

        private static void stream(ServerCallStreamObserver<SubscribeResponse> call, long from, int opened) {
            long sent = from;
            while (!call.isCancelled()) {
                List<Event> next;
                synchronized (AccountsStandIn.class) {
                    next = List.copyOf(EVENTS.subList((int) sent, EVENTS.size()));
                }
                if (opened != epoch) {
                    call.onError(changed());
                    return;
                }
                for (Event event : next) {
                    call.onNext(SubscribeResponse.newBuilder().setEvent(event).build());
                    sent = event.getPosition();
                }
                if (!next.isEmpty() || sent == from) {
                    call.onNext(SubscribeResponse.newBuilder()
                            .setHeartbeat(Heartbeat.newBuilder()
                                    .setCursor(cursor(sent))
                                    .setIsCaughtUp(true))
                            .build());
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    /** Counts activations; the first of an account has its effect, as in accounts-service. */
    private static final class Accounts extends AccountsServiceGrpc.AccountsServiceImplBase {
        @Override
        public void activateAccount(ActivateAccountRequest request, StreamObserver<ActivateAccountResponse> observer) {
            ACTIVATIONS
                    .computeIfAbsent(
                            request.getAccountId(), id -> java.util.Collections.synchronizedList(new ArrayList<>()))
                    .add("%04d-%02d-%02d"
                            .formatted(
                                    request.getActivatedOn().getYear(),
                                    request.getActivatedOn().getMonth(),
                                    request.getActivatedOn().getDay()));
            Status status = ANSWERS.getOrDefault(request.getAccountId(), asked -> Status.OK)
                    .apply(request);
            if (status.isOk()) {
                observer.onNext(ActivateAccountResponse.getDefaultInstance());
                observer.onCompleted();
            } else {
                observer.onError(status.asRuntimeException());
            }
        }
    }
}
