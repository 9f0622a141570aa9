package io.farol.runtime.rest;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The rows that the filters of a list choose, for what is done with all of them at once. Asked again, it may choose others. */
public final class Selection {
    private final ListSql<?> sql;
    private final Map<String, List<String>> filters;

    Selection(ListSql<?> sql, Map<String, List<String>> filters) {
        this.sql = sql;
        this.filters = new TreeMap<>(filters);
    }

    /** The filters as they were sent, by parameter. */
    public Map<String, List<String>> filters() {
        return Map.copyOf(filters);
    }

    /**
     * Puts the ids of the rows into a new temporary table with the column {@code id}, for the rest of the transaction.
     *
     * @param table a name of the caller's own; a table that has it is replaced
     * @param limit most rows that are looked for
     * @return how many there are, at most {@code limit}
     */
    public long stage(Handle handle, String table, int limit) {
        handle.execute("drop table if exists " + table);
        return sql.stage(handle, table, limit);
    }
}
