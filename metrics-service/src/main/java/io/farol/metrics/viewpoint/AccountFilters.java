package io.farol.metrics.viewpoint;

import io.farol.metrics.member.MemberId;
import io.farol.metrics.member.Members;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes filters of what a request says: the one place where {@code csm=me} becomes the member who calls. */
@ApplicationScoped
public class AccountFilters {
    /** Who chooses by himself without being a member chooses nothing, never everything: nobody has this id. */
    private static final MemberId NOBODY = new MemberId(new UUID(0, 0));

    private final Members members;

    AccountFilters(Members members) {
        this.members = members;
    }

    /** The part of a request's query parameters that chooses accounts. */
    public AccountFilter of(Map<String, List<String>> parameters) {
        return AccountFilter.of(resolved(parameters));
    }

    /** The same parameters, with the caller's own id for {@code me}. */
    public Map<String, List<String>> resolved(Map<String, List<String>> parameters) {
        Map<String, List<String>> resolved = new LinkedHashMap<>(parameters);
        resolved.computeIfPresent(
                "csm", (name, values) -> values.contains(AccountFilter.ME) ? withCaller(values) : values);
        return resolved;
    }

    private List<String> withCaller(List<String> values) {
        String caller = members.ofCaller().orElse(NOBODY).value().toString();
        return values.stream()
                .map(value -> value.equals(AccountFilter.ME) ? caller : value)
                .toList();
    }
}
