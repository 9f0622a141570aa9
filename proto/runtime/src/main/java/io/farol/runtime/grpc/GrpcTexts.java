package io.farol.runtime.grpc;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;

/** The words of a refusal in the caller's language. */
final class GrpcTexts {

    private GrpcTexts() {}

    static String detail(DomainException refusal, String acceptLanguage) {
        return String.valueOf(refusal.getMessage());
    }

    static String message(Fault fault, String acceptLanguage) {
        return fault.code().name();
    }
}
