package io.farol.runtime.rest;

/** What became of one item of a batch. */
public enum BatchItemStatus {
    CREATED,
    UPDATED,
    UNCHANGED,
    REJECTED;

    /** Of an upsert. */
    public static BatchItemStatus of(boolean isNew, boolean isChanged) {
        return isNew ? CREATED : isChanged ? UPDATED : UNCHANGED;
    }
}
