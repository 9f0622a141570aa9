package io.farol.runtime.imports;

import io.farol.runtime.error.PlatformError;
import io.farol.runtime.job.JobId;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Finds rows of a file that are about the same thing as an earlier row. */
final class ImportDuplicates {
    private ImportDuplicates() {}

    /** Marks the later ones as faulty; most files have none, and then one hashed pass over the key is all it costs. */
    static void mark(Handle handle, ImportDefinition definition, ImportParameters parameters, JobId job) {
        List<String> columns = definition.key().stream()
                .filter(parameters.columns()::contains)
                .map(field -> Staging.column(parameters.columns().indexOf(field)))
                .toList();
        if (columns.isEmpty() || columns.size() < definition.key().size()) {
            return;
        }
        String key = String.join(", ", columns);
        String isGiven = columns.stream().map(column -> column + " is not null").collect(Collectors.joining(" and "));
        String isSame =
                columns.stream().map(column -> "r." + column + " = d." + column).collect(Collectors.joining(" and "));
        StagedTable.planForBulk(handle);
        handle.execute(
                "create temp table duplicate on commit drop as select " + key
                        + ", min(row_no) as first_row, min(line) as first_line from import_row where job_id = ? and "
                        + isGiven + " group by " + key + " having count(*) > 1",
                job.value());
        handle.createUpdate(
                        "update import_row r set faults = coalesce(r.faults, '[]') || jsonb_build_object('field', cast(:field as text), 'value', left(r."
                                + columns.getLast()
                                + ", 200), 'code', cast(:code as text), 'params', jsonb_build_object('firstLine', d.first_line))"
                                + " from duplicate d where r.job_id = :job and r.row_no > d.first_row and " + isSame)
                .bind("job", job.value())
                .bind("field", definition.key().getLast())
                .bind("code", PlatformError.DUPLICATE.name())
                .execute();
    }
}
