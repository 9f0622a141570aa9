package io.farol.runtime.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.farol.runtime.job.JobId;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The one door to the staging table: rows go in by COPY, piece by piece, each durable for itself, and go out when their job is over. No connection is held while the client sends. */
@ApplicationScoped
class Staging {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DataSource dataSource;
    private final Jdbi jdbi;

    Staging(DataSource dataSource, Jdbi jdbi) {
        this.dataSource = dataSource;
        this.jdbi = jdbi;
    }

    /** Name of the staging column of a slot. */
    static String column(int slot) {
        return "c%02d".formatted(slot + 1);
    }

    /** Adds a piece of rows, written by a {@link Piece}. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void copy(Piece piece) {
        byte[] bytes = piece.text.toString().getBytes(StandardCharsets.UTF_8);
        try (Connection connection = dataSource.getConnection()) {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(piece.command);
            try {
                copy.writeToCopy(bytes, 0, bytes.length);
                copy.endCopy();
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("rows cannot be staged", e);
        }
    }

    /** Empties it of a job that is over, or that never came to be. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void clear(JobId job) {
        jdbi.useHandle(handle -> handle.createUpdate("delete from import_row where job_id = :job")
                .bind("job", job.value())
                .execute());
    }

    /** Empties it of what nobody works on: the request died while sending, or the worker after finishing. A job's id tells when it began; no request sends for so long. */
    @Scheduled(every = "15m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void sweep() {
        jdbi.useHandle(handle -> handle.execute("""
                with recursive staged_job (id) as (
                    (select job_id from import_row order by job_id limit 1)
                    union all
                    select (select r.job_id from import_row r where r.job_id > s.id order by r.job_id limit 1) from staged_job s where s.id is not null)
                delete from import_row where job_id in (
                    select s.id from staged_job s
                     where uuid_extract_timestamp(s.id) < now() - interval '6 h' and not exists (select from job_lease l where l.job_id = s.id and l.is_open))"""));
    }

    /** Rows on their way to the staging table, in COPY's text format. */
    static final class Piece {
        /** Characters after which a piece is sent. */
        private static final int FULL = 1 << 20;

        private final String command;
        private final JobId job;
        private final List<ImportColumn> columns;
        private final StringBuilder text = new StringBuilder(FULL + FULL / 8);

        Piece(JobId job, List<ImportColumn> columns) {
            this.job = job;
            this.columns = columns;
            this.command = "copy import_row (job_id, row_no, line, faults, extras, "
                    + IntStream.range(0, columns.size())
                            .mapToObj(Staging::column)
                            .collect(Collectors.joining(", "))
                    + ") from stdin";
        }

        boolean isFull() {
            return text.length() >= FULL;
        }

        boolean isEmpty() {
            return text.isEmpty();
        }

        void begin() {
            text.setLength(0);
        }

        void add(long rowNo, ImportRow row) {
            text.append(job.value()).append('\t').append(rowNo).append('\t').append(row.line());
            text.append('\t');
            if (row.faults().isEmpty()) {
                text.append("\\N");
            } else {
                escape(json(row.faults().stream().map(Piece::fault).toList()));
            }
            text.append('\t');
            if (row.extras().isEmpty()) {
                text.append("\\N");
            } else {
                escape(json(row.extras()));
            }
            for (int slot = 0; slot < columns.size(); slot++) {
                text.append('\t');
                Object value = row.value(slot);
                if (value == null) {
                    text.append("\\N");
                } else if (value instanceof BigDecimal number) {
                    text.append(
                            columns.get(slot).type() == ImportType.MONEY
                                    ? number.movePointRight(4)
                                            .toBigIntegerExact()
                                            .toString()
                                    : number.toPlainString());
                } else {
                    escape(value.toString());
                }
            }
            text.append('\n');
        }

        private void escape(String value) {
            for (int i = 0; i < value.length(); i++) {
                char letter = value.charAt(i);
                switch (letter) {
                    case '\\' -> text.append("\\\\");
                    case '\t' -> text.append("\\t");
                    case '\n' -> text.append("\\n");
                    case '\r' -> text.append("\\r");
                    default -> text.append(letter);
                }
            }
        }

        private static Map<String, Object> fault(ImportRow.RowFault fault) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("field", fault.field());
            json.put("value", fault.value());
            json.put("code", fault.code().name());
            json.put("params", fault.params());
            return json;
        }

        private static String json(Object value) {
            try {
                return JSON.writeValueAsString(value).replace("\\u0000", "");
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a fault cannot be written", e);
            }
        }
    }
}
