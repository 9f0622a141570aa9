package io.farol.runtime.rest;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.Language;
import io.farol.runtime.error.Messages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * RFC 9457: what went wrong with a request.
 *
 * @param type {@code urn:farol:problem:} and the code in kebab-case
 * @param title short name of the status
 * @param status HTTP status
 * @param detail for people, in their language
 * @param instance path of the request
 * @param code the contract: clients decide by it
 * @param requestId to quote when asking for help
 * @param errors every fault with its place; absent when the code says it all
 * @param members further members, such as {@code currentEtag}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"type", "title", "status", "code", "detail", "instance", "requestId", "errors"})
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        String requestId,
        List<ProblemFault> errors,
        @JsonIgnore Map<String, Object> members) {
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Set<String> RESERVED =
            Set.of("type", "title", "status", "detail", "instance", "code", "requestId", "errors");

    /** In the reader's language. */
    public static Problem of(DomainException refusal, Language language, String instance, String requestId) {
        int status = HttpStatus.of(refusal.code().kind());
        Map<String, Object> members = new LinkedHashMap<>(refusal.params());
        members.keySet().removeAll(RESERVED);
        return new Problem(
                type(refusal.code()),
                Messages.title(status, language),
                status,
                Messages.of(refusal.code(), refusal.params(), language),
                instance,
                refusal.code().name(),
                requestId,
                refusal.faults().stream()
                        .map(fault -> ProblemFault.of(fault, language))
                        .toList(),
                members);
    }

    private static String type(ErrorCode code) {
        return "urn:farol:problem:" + code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonAnyGetter
    Map<String, Object> furtherMembers() {
        return members;
    }

    /**
     * One fault and where it is: pointer, parameter or line.
     *
     * @param stage the step on the way that asks for what is missing
     * @param pointer JSON pointer into the body
     * @param parameter name of a query, path or header parameter
     * @param line 1-based line of a file
     * @param code what is wrong
     * @param params values the message speaks of
     * @param message for people, in their language
     */
    public record ProblemFault(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String stage,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String pointer,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String parameter,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long line,

            String code,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> params,
            String message) {
        /** In the reader's language. */
        public static ProblemFault of(Fault fault, Language language) {
            return new ProblemFault(
                    fault.stage(),
                    fault.pointer(),
                    fault.parameter(),
                    fault.line(),
                    fault.code().name(),
                    fault.params(),
                    Messages.of(fault.code(), fault.params(), language));
        }
    }
}
