package io.farol.runtime.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;
import io.farol.runtime.error.Language;
import io.farol.runtime.error.Messages;
import io.farol.runtime.job.JobId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The faults that an import keeps for its sender. */
@ApplicationScoped
class ImportFaults {
    /** Faults kept of one import; further rows are still counted as rejected. */
    static final int MOST = 10_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Jdbi jdbi;

    ImportFaults(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** One fault as stored. */
    record StoredFault(
            long line,
            int seq,
            @Nullable String field,
            @Nullable String value,
            String code,
            Map<String, Object> params) {

        /** With its text in a language; the text may speak of the value. */
        ImportErrorPage.ImportErrorView view(Language language) {
            Map<String, Object> spokenOf = new HashMap<>(params);
            spokenOf.put("line", line);
            spokenOf.put("value", value == null ? "" : value);
            return new ImportErrorPage.ImportErrorView(
                    line, field, value, code, params, Messages.of(new StoredCode(code), spokenOf, language));
        }
    }

    /** A code that was stored by its name. */
    private record StoredCode(String name) implements ErrorCode {
        @Override
        public Kind kind() {
            return Kind.INVALID;
        }
    }

    /** Keeps the faults of the rows in {@code staged}: those found when they were read, and those in {@code staged_fault}. */
    void keep(Handle handle, String tenant, JobId job, long fromRow, long untilRow) {
        handle.createUpdate("""
                        insert into import_fault (tenant_id, job_id, line, seq, field, value, code, params)
                        select :tenant, :job, f.line, row_number() over (partition by f.line order by f.origin, f.number), f.field, left(f.value, 200), f.code, coalesce(f.params, '{}')
                        from (
                            select r.line, 1 as origin, e.number, e.fault ->> 'field' as field, e.fault ->> 'value' as value, e.fault ->> 'code' as code, e.fault -> 'params' as params
                            from import_row r cross join lateral jsonb_array_elements(r.faults) with ordinality e (fault, number)
                            where r.job_id = :job and r.row_no >= :from and r.row_no < :until and r.faults is not null
                            union all
                            select line, 2, row_number() over (order by line, field, code), field, value, code, params from (select distinct * from staged_fault) d
                        ) f
                        order by f.line, f.origin, f.number
                        limit greatest(0, :most - (select count(*) from import_fault where job_id = :job))""")
                .bind("tenant", tenant)
                .bind("job", job.value())
                .bind("from", fromRow)
                .bind("until", untilRow)
                .bind("most", MOST)
                .execute();
    }

    /** A page after a place; one more than asked for when there are more. In the caller's transaction. */
    List<StoredFault> page(JobId job, long afterLine, int afterSeq, int size) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select line, seq, field, value, code, params::text as params from import_fault
                        where job_id = :job and (line, seq) > (:line, :seq) order by line, seq limit :size""")
                .bind("job", job.value())
                .bind("line", afterLine)
                .bind("seq", afterSeq)
                .bind("size", size + 1)
                .map((row, context) -> fault(row))
                .list());
    }

    private static StoredFault fault(ResultSet row) throws SQLException {
        try {
            return new StoredFault(
                    row.getLong("line"),
                    row.getInt("seq"),
                    row.getString("field"),
                    row.getString("value"),
                    row.getString("code"),
                    JSON.readValue(row.getString("params"), new TypeReference<Map<String, Object>>() {}));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored fault cannot be read", e);
        }
    }
}
