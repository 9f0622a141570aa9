package io.farol.metrics.retelling;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.Kind;
import java.util.List;
import java.util.Map;

/** What answers under conventions refuse. */
public enum RetellingError implements ErrorCode {
    /** A figure cannot be told under this convention, or not together with another one or this grouping. */
    CONVENTION_NOT_AVAILABLE(Kind.INVALID);

    private final Kind kind;

    RetellingError(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    /** The refusal. @param parameter that is in the way */
    public static DomainException notAvailable(String parameter, String why) {
        return new DomainException(
                CONVENTION_NOT_AVAILABLE, why, Map.of(), List.of(Fault.in(parameter, CONVENTION_NOT_AVAILABLE)));
    }
}
