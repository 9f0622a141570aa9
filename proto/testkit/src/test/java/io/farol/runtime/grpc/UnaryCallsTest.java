package io.farol.runtime.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.accounts.v1.Account;
import io.farol.accounts.v1.AccountsServiceGrpc;
import io.farol.accounts.v1.GetAccountRequest;
import io.farol.accounts.v1.GetAccountResponse;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.feed.FeedSource;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.farol.testkit.ServiceUnderTest;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a service that answers as each test says, over the network. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class UnaryCallsTest {
    private static final Context.Key<Metadata> SENT = Context.key("sent");

    private final Deque<Status> answers = new ArrayDeque<>();
    private final List<Metadata> calls = new ArrayList<>();
    private Server server;
    private Neighbour accounts;

    @Inject
    OutgoingCalls identity;

    @Inject
    UnaryCalls unaryCalls;

    @BeforeEach
    void start() throws IOException {
        server = NettyServerBuilder.forPort(0)
                .intercept(new KeepsMetadata())
                .addService(ServerServiceDefinition.builder(AccountsServiceGrpc.SERVICE_NAME)
                        .addMethod(method(), ServerCalls.asyncUnaryCall(this::answer))
                        .build())
                .build()
                .start();
        accounts = new Neighbour("accounts", "127.0.0.1:" + server.getPort(), identity);
    }

    @AfterEach
    void stop() {
        accounts.close();
        server.shutdownNow();
    }

    @Test
    void asksAgainWhileThereIsNoAnswer() throws Exception {
        answers.add(Status.UNAVAILABLE);
        answers.add(Status.UNAVAILABLE);

        assertEquals("Acme", as("aurora", this::ask));

        assertEquals(3, calls.size());
    }

    @Test
    void commandsOnce() {
        answers.add(Status.UNAVAILABLE);

        assertEquals(PlatformError.UNAVAILABLE, refused(() -> accounts.once(method(), request())));

        assertEquals(1, calls.size());
    }

    @Test
    void doesNotRepeatWhatWasRefused() {
        answers.add(Status.FAILED_PRECONDITION.withDescription("it overlaps"));

        NeighbourRefusal refusal = assertThrows(NeighbourRefusal.class, () -> as("aurora", this::ask));

        assertEquals("FAILED_PRECONDITION", refusal.reason());
        assertEquals(1, calls.size());
    }

    @Test
    void saysNotNowAndWhenToComeBack() {
        server.shutdownNow();

        DomainException refusal = assertThrows(DomainException.class, () -> as("aurora", this::ask));

        assertEquals(PlatformError.UNAVAILABLE, refusal.code());
        assertEquals(1, refusal.params().get("retryAfterSeconds"));
    }

    @Test
    void leavesAServiceAloneThatFailsAgainAndAgain() {
        for (int i = 0; i < 10; i++) {
            answers.add(Status.UNAVAILABLE);
            refused(() -> accounts.once(method(), request()));
        }
        int before = calls.size();

        DomainException refusal = assertThrows(DomainException.class, () -> as("aurora", this::ask));

        assertEquals(before, calls.size());
        assertEquals(5, refusal.params().get("retryAfterSeconds"));
    }

    @Test
    void doesNotBlameAServiceThatRefuses() throws Exception {
        for (int i = 0; i < 12; i++) {
            answers.add(Status.NOT_FOUND);
            assertTrue(assertThrows(NeighbourRefusal.class, () -> as("aurora", this::ask))
                    .isNotFound());
        }

        assertEquals("Acme", as("aurora", this::ask));
    }

    @Test
    void actsForATenantWithTheServicesOwnToken() throws Exception {
        as("aurora", this::ask);

        Metadata sent = calls.getLast();
        assertEquals("aurora", sent.get(Metadata.Key.of("farol-tenant", Metadata.ASCII_STRING_MARSHALLER)));
        assertTrue(sent.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER))
                .startsWith("Bearer ey"));
    }

    @Test
    void refusesToCallInsideATransaction() {
        assertThrows(IllegalStateException.class, () -> QuarkusTransaction.requiringNew()
                .run(() -> unaryCalls.idempotent(FeedSource.ACCOUNTS, method(), request())));
    }

    @Test
    void saysNotNowWhenNoAddressIsSet() {
        DomainException refusal = assertThrows(
                DomainException.class, () -> unaryCalls.idempotent(FeedSource.ONBOARDING, method(), request()));

        assertEquals(PlatformError.UNAVAILABLE, refusal.code());
    }

    private String ask() {
        return accounts.idempotent(method(), request()).getAccount().getName();
    }

    private static Object refused(Runnable call) {
        return assertThrows(
                        DomainException.class,
                        () -> as("aurora", () -> {
                            call.run();
                            return true;
                        }))
                .code();
    }

    private static <T> T as(String tenant, java.util.concurrent.Callable<T> work) throws Exception {
        return CurrentTenant.callAs(new TenantId(tenant), work);
    }

    private static io.grpc.MethodDescriptor<GetAccountRequest, GetAccountResponse> method() {
        return AccountsServiceGrpc.getGetAccountMethod();
    }

    private static GetAccountRequest request() {
        return GetAccountRequest.getDefaultInstance();
    }

    /** Answers as the test says, and well when it says nothing. No subclass of the generated base, which Quarkus would take for the service under test. */
    private void answer(GetAccountRequest request, StreamObserver<GetAccountResponse> observer) {
        calls.add(SENT.get());
        Status next = answers.poll();
        if (next != null) {
            observer.onError(next.asRuntimeException());
            return;
        }
        observer.onNext(GetAccountResponse.newBuilder()
                .setAccount(Account.newBuilder().setName("Acme"))
                .build());
        observer.onCompleted();
    }

    /** Lets a test see what came with a call. */
    private static final class KeepsMetadata implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            return Contexts.interceptCall(Context.current().withValue(SENT, headers), call, headers, next);
        }
    }
}
