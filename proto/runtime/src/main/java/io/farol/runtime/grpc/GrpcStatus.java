package io.farol.runtime.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.Kind;
import io.farol.runtime.error.Language;
import io.farol.runtime.error.Messages;
import io.farol.runtime.log.RequestId;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Locale;
import java.util.Objects;

/** Says a refusal in gRPC: status by the table of platform.md section 5, details of {@code google.rpc}, the code as {@code ErrorInfo.reason} in the domain {@code farol}. */
final class GrpcStatus {
    private static final String DOMAIN = "farol";
    private static final long RETRY_AFTER_SECONDS = 1;

    private GrpcStatus() {}

    /** @param acceptLanguage as sent by the caller */
    static StatusRuntimeException of(DomainException refusal, String acceptLanguage) {
        Status.Builder status = Status.newBuilder()
                .setCode(code(refusal.code().kind()).getNumber())
                .setMessage(text(refusal, acceptLanguage))
                .addDetails(Any.pack(info(refusal)))
                .addDetails(Any.pack(RequestInfo.newBuilder()
                        .setRequestId(RequestId.current())
                        .build()));
        addFaults(status, refusal, acceptLanguage);
        Kind kind = refusal.code().kind();
        if (kind == Kind.TOO_MANY || kind == Kind.UNAVAILABLE) {
            status.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(Duration.newBuilder().setSeconds(retryAfterSeconds(refusal)))
                    .build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    static Code code(Kind kind) {
        return switch (kind) {
            case INVALID, KEY_REUSED, PRECONDITION_REQUIRED, WRONG_MEDIA_TYPE, NOT_ACCEPTABLE -> Code.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> Code.UNAUTHENTICATED;
            case FORBIDDEN -> Code.PERMISSION_DENIED;
            case NOT_FOUND -> Code.NOT_FOUND;
            case CONFLICT, UNMET -> Code.FAILED_PRECONDITION;
            case ALREADY_EXISTS -> Code.ALREADY_EXISTS;
            case STALE -> Code.ABORTED;
            case TOO_LARGE, TOO_MANY -> Code.RESOURCE_EXHAUSTED;
            case METHOD_NOT_ALLOWED -> Code.UNIMPLEMENTED;
            case UNAVAILABLE -> Code.UNAVAILABLE;
            case INTERNAL -> Code.INTERNAL;
        };
    }

    private static String text(DomainException refusal, String acceptLanguage) {
        return Messages.of(refusal.code(), refusal.params(), Language.accepted(acceptLanguage));
    }

    private static ErrorInfo info(DomainException refusal) {
        ErrorInfo.Builder info = ErrorInfo.newBuilder()
                .setDomain(DOMAIN)
                .setReason(refusal.code().name());
        refusal.params().forEach((name, value) -> info.putMetadata(name, String.valueOf(value)));
        return info.build();
    }

    private static void addFaults(Status.Builder status, DomainException refusal, String acceptLanguage) {
        if (refusal.code().kind() == Kind.UNMET) {
            status.addDetails(Any.pack(unmet(refusal, acceptLanguage)));
        } else if (!refusal.faults().isEmpty()) {
            BadRequest.Builder bad = BadRequest.newBuilder();
            for (Fault fault : refusal.faults()) {
                bad.addFieldViolationsBuilder()
                        .setField(place(fault))
                        .setReason(fault.code().name())
                        .setDescription(Messages.of(fault.code(), fault.params(), Language.accepted(acceptLanguage)));
            }
            status.addDetails(Any.pack(bad.build()));
        }
    }

    private static PreconditionFailure unmet(DomainException refusal, String acceptLanguage) {
        PreconditionFailure.Builder unmet = PreconditionFailure.newBuilder();
        for (Fault fault : refusal.faults()) {
            unmet.addViolationsBuilder()
                    .setType(fault.code().name())
                    .setSubject(place(fault))
                    .setDescription(Messages.of(fault.code(), fault.params(), Language.accepted(acceptLanguage)));
        }
        if (refusal.faults().isEmpty()) {
            unmet.addViolationsBuilder().setType(refusal.code().name()).setDescription(text(refusal, acceptLanguage));
        }
        return unmet.build();
    }

    /** A JSON pointer or parameter in the words of the proto: {@code /lines/0/unitPrice} is {@code lines[0].unit_price}. */
    static String place(Fault fault) {
        String pointer = fault.pointer();
        if (pointer == null) {
            return fault.parameter() != null ? snakeCase(fault.parameter()) : "line " + fault.line();
        }
        StringBuilder path = new StringBuilder();
        for (String step : pointer.substring(Math.min(1, pointer.length())).split("/", -1)) {
            if (!step.isEmpty() && step.chars().allMatch(Character::isDigit)) {
                path.append('[').append(step).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(snakeCase(step));
            }
        }
        return path.toString();
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static long retryAfterSeconds(DomainException refusal) {
        return Objects.requireNonNullElse(refusal.params().get("retryAfterSeconds"), RETRY_AFTER_SECONDS)
                        instanceof Number seconds
                ? seconds.longValue()
                : RETRY_AFTER_SECONDS;
    }
}
