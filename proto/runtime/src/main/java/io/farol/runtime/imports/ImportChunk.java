package io.farol.runtime.imports;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * Consecutive rows of an import, in the temporary table {@code staged}, inside the transaction that works on them.
 *
 * <p>Every statement may use these binds: {@code :tenant} (text), {@code :job} (uuid), {@code :now} (timestamptz, the job's idea of now, for {@code recorded_at}), {@code :actor} (text, who sent
 * the file), each of {@link ImportDefinition#options()} (boolean), and for each column {@code :has_<sql name>} (boolean: the file has that column, so an empty value clears; false: absent, what
 * is stored stays). {@code $file} stands for all rows of the file, as a table with the columns of {@code staged} but for the working ones.
 */
public final class ImportChunk {
    private final Handle handle;
    private final Map<String, Object> binds;
    private final String fileTable;

    ImportChunk(Handle handle, Map<String, Object> binds, String fileTable) {
        this.handle = handle;
        this.binds = Map.copyOf(binds);
        this.fileTable = fileTable;
    }

    static Map<String, Object> binds(String tenant, UUID job, Instant now, String actor) {
        Map<String, Object> binds = new HashMap<>();
        binds.put("tenant", tenant);
        binds.put("job", job);
        binds.put("now", now.atOffset(ZoneOffset.UTC));
        binds.put("actor", actor);
        return binds;
    }

    /** Runs a statement; rows it touched. */
    public long execute(String sql) {
        return bound(handle.createUpdate(expanded(sql))).execute();
    }

    /** Runs a query that answers one number, null being 0. */
    public long count(String sql) {
        Long number = bound(handle.createQuery(expanded(sql))).mapTo(Long.class).one();
        return number == null ? 0 : number;
    }

    /** Reports what a query finds: {@code line bigint, field text, code text, value text}, the field in camelCase, the code one that has texts. */
    public void faults(String query) {
        execute("insert into staged_fault (line, field, code, value) " + query);
    }

    /** Number of rows in {@code staged}. */
    public long size() {
        return count("select count(*) from staged");
    }

    /** The transaction's handle, for what does not fit one statement. */
    public Handle handle() {
        return handle;
    }

    private String expanded(String sql) {
        return sql.replace("$file", fileTable);
    }

    private <S extends SqlStatement<S>> S bound(S statement) {
        statement.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        return statement.bindMap(binds);
    }
}
