package io.farol.runtime.error;

import java.util.List;
import java.util.Map;

/** The one exception by which use cases refuse something; both transports translate it in one place. */
public class DomainException extends RuntimeException {
    private final ErrorCode code;
    private final Map<String, Object> params;
    private final List<Fault> faults;

    /** @param detail for logs and as the English fallback; clients get the code's text in their language */
    public DomainException(ErrorCode code, String detail) {
        this(code, detail, Map.of(), List.of());
    }

    public DomainException(ErrorCode code, String detail, Map<String, Object> params) {
        this(code, detail, params, List.of());
    }

    /**
     * @param params values for the code's text; they also become members of the problem document
     * @param faults all faults at once, empty when the code says it all
     */
    public DomainException(ErrorCode code, String detail, Map<String, Object> params, List<Fault> faults) {
        super(detail);
        this.code = code;
        this.params = Map.copyOf(params);
        this.faults = List.copyOf(faults);
    }

    /** Unknown, or another tenant's: always the same answer, so that nobody can tell the two apart. */
    public static DomainException notFound() {
        return new DomainException(PlatformError.NOT_FOUND, "not found");
    }

    /** Refuses a request with everything that is wrong with it: the fault's own code when there is one, else INVALID_REQUEST with the list. */
    public static DomainException invalid(List<Fault> faults) {
        if (faults.size() == 1) {
            Fault only = faults.getFirst();
            return new DomainException(only.code(), "invalid request: " + faults, only.params(), faults);
        }
        return new DomainException(
                PlatformError.INVALID_REQUEST, "invalid request: " + faults, Map.of("count", faults.size()), faults);
    }

    public ErrorCode code() {
        return code;
    }

    public Map<String, Object> params() {
        return params;
    }

    public List<Fault> faults() {
        return faults;
    }
}
