package io.farol.runtime.rest;

/** What became of one item of a batch. */
public enum BatchItemStatus {
    CREATED,
    UPDATED,
    UNCHANGED,
    REJECTED
}
