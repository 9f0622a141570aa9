package io.farol.runtime.error;

/** What sort of refusal an {@link ErrorCode} is; fixes the HTTP and gRPC status (platform.md section 5). */
public enum Kind {
    /** The request is malformed or out of range: 400, INVALID_ARGUMENT. */
    INVALID,
    /** Nobody is signed in, or the token is not acceptable: 401, UNAUTHENTICATED. */
    UNAUTHENTICATED,
    /** The caller may not do this: 403, PERMISSION_DENIED. */
    FORBIDDEN,
    /** Unknown, or another tenant's: 404, NOT_FOUND. */
    NOT_FOUND,
    /** The thing is in a state that does not allow this: 409, FAILED_PRECONDITION. */
    CONFLICT,
    /** Something with this identity exists: 409, ALREADY_EXISTS. */
    ALREADY_EXISTS,
    /** A requirement (a gate) is not met: 422, FAILED_PRECONDITION with PreconditionFailure. */
    UNMET,
    /** An idempotency key was used with another body: 422, INVALID_ARGUMENT. */
    KEY_REUSED,
    /** If-Match is missing: 428, INVALID_ARGUMENT. */
    PRECONDITION_REQUIRED,
    /** If-Match is stale: 412, ABORTED. */
    STALE,
    /** A stated size limit is exceeded: 413, RESOURCE_EXHAUSTED. */
    TOO_LARGE,
    /** The media type is not understood: 415, INVALID_ARGUMENT. */
    WRONG_MEDIA_TYPE,
    /** The method is not offered here: 405, UNIMPLEMENTED. */
    METHOD_NOT_ALLOWED,
    /** No offered media type is acceptable: 406, INVALID_ARGUMENT. */
    NOT_ACCEPTABLE,
    /** A stated rate or concurrency limit is exceeded: 429 + Retry-After, RESOURCE_EXHAUSTED. */
    TOO_MANY,
    /** Cannot be answered now, try again: 503 + Retry-After, UNAVAILABLE. */
    UNAVAILABLE,
    /** Our own fault: 500, INTERNAL. */
    INTERNAL
}
