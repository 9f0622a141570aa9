package io.farol.runtime.job;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The jobs of this service that have not ended, for operators, at {@code /v1/admin/<service>/jobs}: of all tenants, and without their data. */
@ApplicationScoped
public class OpenJobs {
    private static final int DEFAULT_PAGE = 50;
    private static final int MOST_PAGE = 500;

    /**
     * How a job goes.
     *
     * @param kind such as IMPORT
     * @param subject what it is about, such as accounts
     * @param holder the process at work; null = nobody is
     * @param rowsDone by the process at work
     * @param attempts times that a process took it up
     * @param failures in a row; after some it is given up
     * @param lastError kind of the last failure; null = there was none
     */
    public record OpenJob(
            UUID id,
            String tenantId,
            String kind,
            String subject,
            @Nullable String holder,
            long rowsDone,
            int attempts,
            int failures,
            @Nullable String lastError,
            Instant createdAt) {
        static OpenJob of(ResultSet row) throws SQLException {
            return new OpenJob(
                    row.getObject("job_id", UUID.class),
                    row.getString("tenant_id"),
                    row.getString("kind"),
                    row.getString("subject"),
                    row.getString("holder"),
                    row.getLong("rows_done"),
                    row.getInt("attempts"),
                    row.getInt("failures"),
                    row.getString("last_error"),
                    row.getObject("created_at", OffsetDateTime.class).toInstant());
        }
    }

    /** A page of them. @param nextPageToken null on the last page */
    public record OpenJobList(List<OpenJob> items, @Nullable String nextPageToken) {}

    private final Jdbi jdbi;

    OpenJobs(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A page, oldest first. @param pageSize 1 to 500; null = 50 */
    public OpenJobList list(@Nullable Integer pageSize, @Nullable String pageToken) {
        int size = pageSize == null ? DEFAULT_PAGE : pageSize;
        if (size < 1 || size > MOST_PAGE) {
            throw DomainException.invalid(
                    List.of(Fault.in("pageSize", PlatformError.OUT_OF_RANGE, Map.of("min", 1, "max", MOST_PAGE))));
        }
        List<OpenJob> found = jdbi.withHandle(handle -> handle.createQuery("""
                        select job_id, tenant_id, kind, subject, case when held_until > now() then holder end as holder, rows_done, attempts, failures, last_error, created_at
                          from job_lease where is_open and job_id > :after order by job_id limit :most""")
                .bind("after", pageToken == null ? new UUID(0, 0) : after(pageToken))
                .bind("most", size + 1)
                .map((row, context) -> OpenJob.of(row))
                .list());
        List<OpenJob> shown = found.subList(0, Math.min(size, found.size()));
        return new OpenJobList(
                shown, found.size() > size ? token(shown.getLast().id()) : null);
    }

    private static String token(UUID last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(last.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static UUID after(String token) {
        try {
            return UUID.fromString(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw DomainException.invalid(List.of(Fault.in("pageToken", PlatformError.INVALID_PAGE_TOKEN)));
        }
    }
}
