package io.farol.runtime.rest;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;
import io.farol.runtime.error.PlatformError;

/** Which HTTP status a kind of refusal has (table in platform.md section 5), and which code stands for a status that the framework chose. */
final class HttpStatus {
    private HttpStatus() {}

    static int of(Kind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case NOT_ACCEPTABLE -> 406;
            case CONFLICT, ALREADY_EXISTS -> 409;
            case STALE -> 412;
            case TOO_LARGE -> 413;
            case WRONG_MEDIA_TYPE -> 415;
            case UNMET, KEY_REUSED -> 422;
            case PRECONDITION_REQUIRED -> 428;
            case TOO_MANY -> 429;
            case INTERNAL -> 500;
            case UNAVAILABLE -> 503;
        };
    }

    static ErrorCode code(int status) {
        return switch (status) {
            case 400 -> PlatformError.INVALID_VALUE;
            case 401 -> PlatformError.NOT_SIGNED_IN;
            case 403 -> PlatformError.NOT_ALLOWED;
            case 404 -> PlatformError.NOT_FOUND;
            case 405 -> PlatformError.METHOD_NOT_ALLOWED;
            case 406 -> PlatformError.NOT_ACCEPTABLE;
            case 413 -> PlatformError.BODY_TOO_LARGE;
            case 415 -> PlatformError.MEDIA_TYPE_NOT_SUPPORTED;
            case 429 -> PlatformError.RATE_LIMITED;
            case 503 -> PlatformError.UNAVAILABLE;
            default -> status < 500 ? PlatformError.INVALID_VALUE : PlatformError.INTERNAL_ERROR;
        };
    }
}
