package io.farol.pipeline;

import io.farol.accounts.v1.AccountsServiceGrpc;
import io.farol.accounts.v1.AmendContractRequest;
import io.farol.accounts.v1.AmendContractResponse;
import io.farol.runtime.id.UuidV7;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Stands in for accounts-service at the network edge: keeps the amendments it made by their keys, as the real one does, and fails where a test says. */
public final class AccountsDouble implements QuarkusTestResourceLifecycleManager {
    /** Where a call breaks. */
    public enum Fault {
        NONE,
        BEFORE_IT_IS_DONE,
        AFTER_IT_IS_DONE,
        REFUSED
    }

    /** What was amended, by key; a key that comes again makes no new one. */
    public static final Map<String, AmendContractRequest> AMENDMENTS =
            Collections.synchronizedMap(new LinkedHashMap<>());

    /** Ids of the amendments, by key. */
    public static final Map<String, String> IDS = new ConcurrentHashMap<>();

    /** Calls by key. */
    public static final Map<String, Integer> CALLS = new ConcurrentHashMap<>();

    /** Tenants that calls were made for, by key. */
    public static final List<String> TENANTS = Collections.synchronizedList(new ArrayList<>());

    private static final BiFunction<String, Integer, Fault> WELL = (key, call) -> Fault.NONE;
    private static volatile BiFunction<String, Integer, Fault> plan = WELL;
    private static int port;
    private static @Nullable Server server;

    /** How calls end: by key and number of the call with it, from 1. */
    public static void behave(BiFunction<String, Integer, Fault> how) {
        plan = how;
    }

    public static void behave() {
        plan = WELL;
    }

    /** Its port is free again afterwards. */
    public static void goDown() {
        if (server == null) {
            return;
        }
        try {
            server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            server = null;
        }
    }

    public static void comeUp() {
        try {
            server = NettyServerBuilder.forPort(port)
                    .intercept(new NotesTenant())
                    .addService(ServerServiceDefinition.builder(AccountsServiceGrpc.SERVICE_NAME)
                            .addMethod(
                                    AccountsServiceGrpc.getAmendContractMethod(),
                                    ServerCalls.asyncUnaryCall(Amending::amendContract))
                            .build())
                    .build()
                    .start();
            port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        comeUp();
        return Map.of("farol.accounts.grpc", "127.0.0.1:" + port);
    }

    @Override
    public void stop() {
        goDown();
    }

    private static final class Amending {
        private static void amendContract(
                AmendContractRequest request, StreamObserver<AmendContractResponse> observer) {
            String key = request.getRequestKey();
            Fault fault = plan.apply(key, CALLS.merge(key, 1, Integer::sum));
            if (fault == Fault.BEFORE_IT_IS_DONE) {
                observer.onError(Status.INTERNAL.asRuntimeException());
                return;
            }
            if (fault == Fault.REFUSED) {
                observer.onError(refusal());
                return;
            }
            AMENDMENTS.putIfAbsent(key, request);
            String id = IDS.computeIfAbsent(key, k -> UuidV7.next().toString());
            if (fault == Fault.AFTER_IT_IS_DONE) {
                observer.onError(Status.INTERNAL.asRuntimeException());
                return;
            }
            observer.onNext(
                    AmendContractResponse.newBuilder().setAmendmentId(id).build());
            observer.onCompleted();
        }

        private static StatusRuntimeException refusal() {
            return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                    .setCode(Status.Code.FAILED_PRECONDITION.value())
                    .setMessage("it overlaps")
                    .addDetails(com.google.protobuf.Any.pack(com.google.rpc.ErrorInfo.newBuilder()
                            .setDomain("farol")
                            .setReason("AMENDMENTS_OVERLAP")
                            .build()))
                    .build());
        }
    }

    private static final class NotesTenant implements ServerInterceptor {
        private static final Metadata.Key<String> TENANT =
                Metadata.Key.of("farol-tenant", Metadata.ASCII_STRING_MARSHALLER);

        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            TENANTS.add(String.valueOf(headers.get(TENANT)));
            return next.startCall(call, headers);
        }
    }
}
