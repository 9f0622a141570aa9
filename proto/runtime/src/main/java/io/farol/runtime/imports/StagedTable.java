package io.farol.runtime.imports;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The temporary table {@code staged} of one transaction: made, filled with a chunk of the staging rows, rid of the faulty ones. All names in its SQL come from the definition. */
final class StagedTable {
    private final Handle handle;
    private final ImportDefinition definition;
    private final UUID job;
    private final String typedColumns;
    private final String names;

    /** @param stagedFields field of each staging column, as the job remembers them */
    StagedTable(Handle handle, ImportDefinition definition, UUID job, List<String> stagedFields) {
        this.handle = handle;
        this.definition = definition;
        this.job = job;
        Map<String, String> stagingColumn = new HashMap<>();
        for (int slot = 0; slot < stagedFields.size(); slot++) {
            stagingColumn.put(stagedFields.get(slot), Staging.column(slot));
        }
        this.typedColumns = Stream.concat(
                        definition.columns().stream()
                                .map(column -> stagingColumn.getOrDefault(column.field(), "null") + "::"
                                        + column.type().sqlType() + " as " + column.sqlName()),
                        extras("extras"))
                .collect(Collectors.joining(", "));
        this.names = Stream.concat(definition.columns().stream().map(ImportColumn::sqlName), extras("extras"))
                .collect(Collectors.joining(", "));
    }

    /** All rows of the file, for {@code $file}. */
    String ofFile() {
        return "(select row_no, line, faults is not null as is_faulty, " + typedColumns
                + " from import_row where job_id = '" + job + "')";
    }

    /**
     * Sets the transaction up for set-based work. The planner takes a job or a tenant that is new to the statistics for one of a single row, and would go through whole chunks in nested loops for
     * each row of the other side: minutes instead of a second. Hashing is never bad by more than one pass over the tenant's rows.
     */
    static void planForBulk(Handle handle) {
        handle.execute("set local enable_nestloop = off");
        handle.execute("set local jit = off");
        handle.execute("set local work_mem = '64MB'");
    }

    void create() {
        planForBulk(handle);
        String columns = Stream.concat(
                        Stream.concat(
                                definition.columns().stream()
                                        .map(column -> column.sqlName() + " "
                                                + column.type().sqlType()),
                                extras("extras jsonb")),
                        definition.working().entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue()))
                .collect(Collectors.joining(", "));
        handle.execute("create temp table staged (row_no bigint, line bigint, is_faulty boolean, " + columns
                + ") on commit drop");
        handle.execute(
                "create temp table staged_fault (line bigint, field text, code text, value text, params jsonb) on commit drop");
    }

    /** Replaces its rows by those of the job from one row on, up to another, exclusive; how many there are. */
    long fill(long fromRow, long untilRow) {
        handle.execute("truncate staged, staged_fault");
        return handle.createUpdate(
                        "insert into staged (row_no, line, is_faulty, " + names
                                + ") select row_no, line, faults is not null, " + typedColumns
                                + " from import_row where job_id = :job and row_no >= :from and row_no < :until order by row_no")
                .bind("job", job)
                .bind("from", fromRow)
                .bind("until", untilRow)
                .execute();
    }

    /** Takes the faulty rows out; how many there were. */
    long removeFaulty() {
        return handle.execute("delete from staged where is_faulty or line in (select line from staged_fault)");
    }

    private Stream<String> extras(String column) {
        return definition.extraPrefix() == null ? Stream.empty() : Stream.of(column);
    }
}
