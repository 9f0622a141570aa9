package io.farol.runtime.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RetryInfo;
import io.farol.accounts.v1.AccountsServiceGrpc;
import io.farol.accounts.v1.GetAccountRequest;
import io.farol.accounts.v1.ListAccountsRequest;
import io.farol.runtime.error.Kind;
import io.farol.runtime.error.Language;
import io.farol.runtime.error.Messages;
import io.farol.runtime.error.PlatformError;
import io.farol.testkit.GrpcDoor;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class GrpcErrorsTest {
    private static final String VIEWER = Issuer.token("aurora", "vera", "viewer");

    @Test
    void answersEachKindByTheTable() throws Exception {
        for (PlatformError code : PlatformError.values()) {
            if (code.kind() == Kind.INTERNAL) {
                continue;
            }

            com.google.rpc.Status status = failure(code.name());

            assertEquals(GrpcStatus.code(code.kind()).getNumber(), status.getCode(), code.name());
            ErrorInfo info = detail(status, ErrorInfo.class).orElseThrow();
            assertEquals("farol", info.getDomain());
            assertEquals(code.name(), info.getReason());
            assertEquals("7", info.getMetadataOrThrow("limit"));
            assertEquals(
                    code.kind() == Kind.UNMET,
                    detail(status, PreconditionFailure.class).isPresent(),
                    code.name());
            assertEquals(
                    code.kind() == Kind.TOO_MANY || code.kind() == Kind.UNAVAILABLE,
                    detail(status, RetryInfo.class).isPresent(),
                    code.name());
        }
    }

    @Test
    void namesAllFaultsAtOnceInTheWordsOfTheProto() throws Exception {
        com.google.rpc.Status status = failure("faults");

        BadRequest bad = detail(status, BadRequest.class).orElseThrow();
        assertEquals(Code.INVALID_ARGUMENT_VALUE, status.getCode());
        assertEquals("lines[0].unit_price", bad.getFieldViolations(0).getField());
        assertEquals("NOT_A_NUMBER", bad.getFieldViolations(0).getReason());
        assertEquals("ends_on", bad.getFieldViolations(1).getField());
    }

    @Test
    void speaksTheCallersLanguage() {
        com.google.rpc.Status english =
                failure(() -> AccountsServiceGrpc.newBlockingStub(GrpcDoor.as(VIEWER, "accept-language", "en"))
                        .getAccount(get("NOT_FOUND")));
        com.google.rpc.Status portuguese =
                failure(() -> AccountsServiceGrpc.newBlockingStub(GrpcDoor.as(VIEWER, "accept-language", "pt-BR"))
                        .getAccount(get("NOT_FOUND")));

        assertEquals(Messages.of(PlatformError.NOT_FOUND, Map.of(), Language.ENGLISH), english.getMessage());
        assertEquals(
                Messages.of(PlatformError.NOT_FOUND, Map.of(), Language.BRAZILIAN_PORTUGUESE), portuguese.getMessage());
    }

    @Test
    void saysNothingAboutOurInsidesWhenSomethingBreaks() throws Exception {
        for (String wish : new String[] {"boom", "async-boom"}) {
            com.google.rpc.Status status = failure(wish);

            assertEquals(Code.INTERNAL_VALUE, status.getCode());
            assertEquals(
                    "INTERNAL_ERROR",
                    detail(status, ErrorInfo.class).orElseThrow().getReason());
            assertFalse(status.toString().contains("secret"), status.toString());
            assertFalse(status.toString().contains("Exception"), status.toString());
        }
    }

    @Test
    void refusesWhoIsNotSignedInAndWhoMayNot() throws Exception {
        com.google.rpc.Status anonymous = failure(() -> call(Optional.empty()).getAccount(get("me")));
        com.google.rpc.Status viewer =
                failure(() -> call(Optional.of(VIEWER)).listAccounts(ListAccountsRequest.getDefaultInstance()));
        com.google.rpc.Status forged =
                failure(() -> call(Optional.of(VIEWER + "x")).getAccount(get("me")));

        assertEquals(Code.UNAUTHENTICATED_VALUE, anonymous.getCode());
        assertEquals(
                "NOT_SIGNED_IN",
                detail(anonymous, ErrorInfo.class).orElseThrow().getReason());
        assertEquals(Code.PERMISSION_DENIED_VALUE, viewer.getCode());
        assertEquals(
                "NOT_ALLOWED", detail(viewer, ErrorInfo.class).orElseThrow().getReason());
        assertEquals(Code.UNAUTHENTICATED_VALUE, forged.getCode());
        assertEquals(
                "NOT_SIGNED_IN", detail(forged, ErrorInfo.class).orElseThrow().getReason());
    }

    @Test
    void endsACallAtTheCallersDeadline() {
        long started = System.nanoTime();

        StatusRuntimeException late = assertThrows(StatusRuntimeException.class, () -> call(Optional.of(VIEWER))
                .withDeadlineAfter(500, TimeUnit.MILLISECONDS)
                .getAccount(get("slow")));

        assertEquals(io.grpc.Status.Code.DEADLINE_EXCEEDED, late.getStatus().getCode());
        assertTrue(System.nanoTime() - started < TimeUnit.SECONDS.toNanos(5));
    }

    @Test
    void refusesAMessageOfMoreThanFourMebibytes() {
        assertEquals(
                "aurora",
                call(Optional.of(VIEWER)).getAccount(get("me")).getAccount().getName());

        StatusRuntimeException tooLarge = assertThrows(StatusRuntimeException.class, () -> call(Optional.of(VIEWER))
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .getAccount(get("x".repeat(5 * 1024 * 1024))));

        assertEquals(
                io.grpc.Status.Code.RESOURCE_EXHAUSTED, tooLarge.getStatus().getCode());
    }

    private static com.google.rpc.Status failure(String wish) {
        return failure(() -> call(Optional.of(VIEWER)).getAccount(get(wish)));
    }

    private static com.google.rpc.Status failure(Runnable call) {
        StatusRuntimeException thrown = assertThrows(StatusRuntimeException.class, call::run);
        com.google.rpc.Status status = StatusProto.fromThrowable(thrown);
        assertNotNull(status, thrown.toString());
        return status;
    }

    private static AccountsServiceGrpc.AccountsServiceBlockingStub call(Optional<String> token) {
        return AccountsServiceGrpc.newBlockingStub(token.map(GrpcDoor::as).orElseGet(GrpcDoor::anonymous));
    }

    private static GetAccountRequest get(String wish) {
        return GetAccountRequest.newBuilder().setAccountId(wish).build();
    }

    private static <T extends Message> Optional<T> detail(com.google.rpc.Status status, Class<T> type)
            throws InvalidProtocolBufferException {
        for (com.google.protobuf.Any any : status.getDetailsList()) {
            if (any.is(type)) {
                return Optional.of(any.unpack(type));
            }
        }
        return Optional.empty();
    }
}
