package io.farol.runtime.rest;

import io.quarkus.security.identity.SecurityIdentity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the {@code can: […]} of a resource: what this caller may do with it now. Says it only; the use case still decides. */
public final class Can {
    private final SecurityIdentity caller;
    private final List<String> actions = new ArrayList<>();

    private Can(SecurityIdentity caller) {
        this.caller = caller;
    }

    /** Of a caller. */
    public static Can of(SecurityIdentity caller) {
        return new Can(caller);
    }

    /** Adds an action, in UPPER_SNAKE, when the state allows it and the caller has one of the roles. */
    public Can when(boolean isPossible, String action, String... roles) {
        if (isPossible && Arrays.stream(roles).anyMatch(caller::hasRole)) {
            actions.add(action);
        }
        return this;
    }

    /** The actions in the order they were asked for. */
    public List<String> list() {
        return List.copyOf(actions);
    }
}
