package io.farol.runtime.rest;

/**
 * A column that a list may be sorted by.
 *
 * @param sql expression that is never null (coalesce it) and has an order of its own type
 * @param sqlType PostgreSQL's name of the type: text, bigint, date, timestamptz
 */
record SortKey(String sql, String sqlType) {}
