package io.farol.runtime.errand;

/**
 * A feature's table of errands: {@code tenant_id, <subjectColumn> uuid, due_at timestamptz, held_until timestamptz default '-infinity', failures int default 0, trace_parent text}, keyed by the first two and exempt from row-level
 * security, for the next one is found before a tenant is known.
 *
 * @param name of the table
 * @param subjectColumn what the errands are about
 */
public record ErrandTable(String name, String subjectColumn) {
    private static final String IDENTIFIER = "[a-z][a-z_]*";

    public ErrandTable {
        if (!name.matches(IDENTIFIER) || !subjectColumn.matches(IDENTIFIER)) {
            throw new IllegalArgumentException("no names of a table and a column: " + name + " " + subjectColumn);
        }
    }
}
