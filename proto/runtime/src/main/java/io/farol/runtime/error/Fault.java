package io.farol.runtime.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One fault of a request, with the place it was found at. Exactly one of pointer, parameter and line says where.
 *
 * @param pointer JSON pointer into the body, such as {@code /lines/0/unitPrice}; null when the fault is elsewhere
 * @param parameter name of a query, path or header parameter; null when the fault is elsewhere
 * @param line 1-based line of an imported file, the header being line 1; null when the fault is elsewhere
 * @param code what is wrong
 * @param params values that the message speaks of, shown to clients as they are
 * @param stage the step on the way that asks for it, such as {@code PROPOSAL}; null where a request is not about a way
 */
public record Fault(
        @Nullable String pointer,
        @Nullable String parameter,
        @Nullable Long line,
        ErrorCode code,
        Map<String, Object> params,
        @Nullable String stage) {

    public Fault {
        params = Map.copyOf(params);
    }

    /** A fault without a stage. */
    public Fault(
            @Nullable String pointer,
            @Nullable String parameter,
            @Nullable Long line,
            ErrorCode code,
            Map<String, Object> params) {
        this(pointer, parameter, line, code, params, null);
    }

    /** The same fault as what a stage asks for. */
    public Fault of(String askingStage) {
        return new Fault(pointer, parameter, line, code, params, askingStage);
    }

    /** A fault in the body. */
    public static Fault at(String pointer, ErrorCode code, Map<String, Object> params) {
        return new Fault(pointer, null, null, code, params);
    }

    /** A fault in the body without further values. */
    public static Fault at(String pointer, ErrorCode code) {
        return at(pointer, code, Map.of());
    }

    /** A fault in a query, path or header parameter. */
    public static Fault in(String parameter, ErrorCode code, Map<String, Object> params) {
        return new Fault(null, parameter, null, code, params);
    }

    /** A fault in a query, path or header parameter without further values. */
    public static Fault in(String parameter, ErrorCode code) {
        return in(parameter, code, Map.of());
    }
}
