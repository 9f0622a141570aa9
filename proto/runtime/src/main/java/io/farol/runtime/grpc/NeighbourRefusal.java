package io.farol.runtime.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Another service understood the call and refused it. Who made the call says what that means here; unsaid, only "not found" and "not allowed" pass on to our own caller, the rest is our fault. */
public final class NeighbourRefusal extends DomainException {
    private static final Set<String> BROKEN = Set.of("INTERNAL_ERROR", "INTERNAL", "UNKNOWN", "UNIMPLEMENTED");

    private final String reason;

    private NeighbourRefusal(PlatformError code, String reason, String text) {
        super(code, text);
        this.reason = reason;
    }

    static NeighbourRefusal by(StatusRuntimeException refusal) {
        String text = refusal.getStatus().getDescription();
        return new NeighbourRefusal(
                code(refusal.getStatus().getCode()),
                reason(refusal),
                text == null ? refusal.getStatus().getCode().name() : text);
    }

    /** The problem's code, such as {@code AMENDMENTS_OVERLAP}; the gRPC status where none was sent. */
    public String reason() {
        return reason;
    }

    /** Whether what was asked for is unknown there, or another tenant's. */
    public boolean isNotFound() {
        return code() == PlatformError.NOT_FOUND;
    }

    /** Whether it broke rather than refused: the same call may succeed later. */
    public boolean isTheirFault() {
        return code() == PlatformError.NOT_SIGNED_IN || BROKEN.contains(reason);
    }

    private static PlatformError code(Status.Code status) {
        return switch (status) {
            case NOT_FOUND -> PlatformError.NOT_FOUND;
            case PERMISSION_DENIED -> PlatformError.NOT_ALLOWED;
            case UNAUTHENTICATED -> PlatformError.NOT_SIGNED_IN;
            default -> PlatformError.INTERNAL_ERROR;
        };
    }

    private static String reason(StatusRuntimeException refusal) {
        com.google.rpc.@Nullable Status details = StatusProto.fromThrowable(refusal);
        if (details != null) {
            for (Any detail : details.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    try {
                        return detail.unpack(ErrorInfo.class).getReason();
                    } catch (InvalidProtocolBufferException e) {
                        throw new IllegalStateException("an ErrorInfo that is none", e);
                    }
                }
            }
        }
        return refusal.getStatus().getCode().name();
    }
}
