package io.farol.testkit;

/**
 * A place of an operation that an id of another tenant could be sent in.
 *
 * @param name of the parameter, or JSON pointer into the body
 * @param ref type of the id, as in {@code x-farol-ref}; empty for page tokens
 * @param isRequired whether a request without it is refused
 * @param isExternal whether it is the thing's id in the system it came from
 */
record ApiSlot(Place place, String name, String ref, boolean isRequired, boolean isExternal) {
    static ApiSlot of(Place place, String name, String ref, boolean isRequired) {
        return new ApiSlot(place, name, ref, isRequired, false);
    }

    /** Under which the value stands among the ids at hand. */
    String key() {
        return isExternal ? ref + "#external" : ref;
    }

    /** Whether the other tenant's value may be taken here: external ids are unique within a tenant only. */
    boolean isFree() {
        return isExternal && place == Place.BODY;
    }

    enum Place {
        PATH,
        QUERY,
        BODY,
        PAGE_TOKEN
    }

    @Override
    public String toString() {
        return place + " " + name;
    }
}
