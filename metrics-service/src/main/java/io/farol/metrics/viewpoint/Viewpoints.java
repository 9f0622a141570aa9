package io.farol.metrics.viewpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.runtime.feed.FeedSource;
import io.farol.runtime.feed.Freshness;
import io.farol.runtime.feed.SourceFreshness;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Settles from where an answer looks: what is known now or was known then, and which day counts as today. To be used inside the transaction that answers. */
@ApplicationScoped
public class Viewpoints {
    private static final Currency CURRENCY = Currency.getInstance("BRL");
    private static final ZoneId ZONE = ZoneId.of("America/Sao_Paulo");

    private static final TypeReference<Map<String, String>> NAMES = new TypeReference<>() {};

    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Freshness freshness;
    private final ObjectMapper json;
    private final Clock clock;

    Viewpoints(Jdbi jdbi, CurrentTenant tenant, Freshness freshness, ObjectMapper json, Clock clock) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.freshness = freshness;
        this.json = json;
        this.clock = clock;
    }

    /**
     * The viewpoint of a question.
     *
     * @param asOf null = the tenant's today
     * @param knownAt null = all that is known now
     */
    public Viewpoint at(@Nullable LocalDate asOf, @Nullable Instant knownAt) {
        TenantId owner = tenant.get();
        SourceFreshness live =
                freshness.read(FeedSource.ACCOUNTS); // before what it speaks of, so that it never promises too much
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select coalesce((select active_gen from ledger_generation where tenant_id = :tenant), 1) as gen, k.pos, k.stamped_at, a.batch, a.feed_position,
                               coalesce(:knownAt <= (select max(stamped_at) from knowledge where tenant_id = :tenant), false) as is_past,
                               s.reporting_currency, s.time_zone, s.business_date, s.gross_margin,
                               cast(s.metric_conventions as text) as metric_conventions
                          from (values (1)) one (n)
                          left join lateral (select pos, stamped_at from knowledge
                                              where tenant_id = :tenant and stamped_at <= coalesce(:knownAt, 'infinity'::timestamptz)
                                              order by stamped_at desc limit 1) k on true
                          left join lateral (select batch, coalesce(feed_position, pos) as feed_position from knowledge
                                              where tenant_id = :tenant and source = 'accounts' and pos <= k.pos order by pos desc limit 1) a on true
                          left join lateral (select reporting_currency, time_zone, business_date, gross_margin, metric_conventions from settings_copy
                                              where tenant_id = :tenant and pos <= k.pos and pos_to > k.pos limit 1) s on true""")
                .bind("tenant", owner.value())
                .bindByType(
                        "knownAt",
                        Optional.ofNullable(knownAt)
                                .map(known -> known.atOffset(java.time.ZoneOffset.UTC))
                                .orElse(null),
                        OffsetDateTime.class)
                .map((row, context) -> viewpoint(owner, asOf, live, row))
                .one());
    }

    /** The viewpoint of a page: that of the list's first one, which its token says. @param parameters of the request; the rest as of {@link #at} */
    public PagedViewpoint ofPage(
            @Nullable LocalDate asOf, @Nullable Instant knownAt, Map<String, List<String>> parameters) {
        PagedViewpoint.@Nullable Mark mark = PagedViewpoint.Mark.of(parameters);
        @Nullable Instant known = knownAt == null && mark != null ? mark.knownAt() : knownAt;
        @Nullable LocalDate today = asOf == null && mark != null ? mark.asOf() : asOf;
        return PagedViewpoint.of(at(today, known), known, parameters, mark);
    }

    private Viewpoint viewpoint(TenantId owner, @Nullable LocalDate asOf, SourceFreshness live, ResultSet row)
            throws SQLException {
        @Nullable String currency = row.getString("reporting_currency");
        @Nullable OffsetDateTime stampedAt = row.getObject("stamped_at", OffsetDateTime.class);
        long position = row.getLong("pos");
        SourceFreshness known = live.at(row.getLong("batch"), row.getLong("feed_position"));
        return new Viewpoint(
                owner,
                row.getInt("gen"),
                position,
                stampedAt == null ? Instant.EPOCH : stampedAt.toInstant(),
                asOf == null ? today(row) : asOf,
                currency == null ? CURRENCY : Currency.getInstance(currency),
                policy(row),
                List.of(row.getBoolean("is_past") ? known.ofThePast() : known));
    }

    /**
     * How fresh what is known of another source is, seen from a viewpoint.
     *
     * @param knownAt as the question named it; null = all that is known now
     */
    public SourceFreshness freshness(FeedSource source, Viewpoint viewpoint, @Nullable Instant knownAt) {
        SourceFreshness live = freshness.read(source);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select k.batch, coalesce(k.feed_position, k.pos) as feed_position,
                               coalesce(:knownAt <= (select max(stamped_at) from knowledge where tenant_id = :tenant), false) as is_past
                          from (values (1)) one (n)
                          left join lateral (select batch, pos, feed_position from knowledge
                                              where tenant_id = :tenant and source = :source and pos <= :position order by pos desc limit 1) k on true""")
                .bind("tenant", viewpoint.tenant().value())
                .bind("source", source.label())
                .bind("position", viewpoint.position())
                .bindByType(
                        "knownAt",
                        Optional.ofNullable(knownAt)
                                .map(known -> known.atOffset(java.time.ZoneOffset.UTC))
                                .orElse(null),
                        OffsetDateTime.class)
                .map((row, context) -> {
                    SourceFreshness known = live.at(row.getLong("batch"), row.getLong("feed_position"));
                    return row.getBoolean("is_past") ? known.ofThePast() : known;
                })
                .one());
    }

    private FigurePolicy policy(ResultSet row) throws SQLException {
        @Nullable String conventions = row.getString("metric_conventions");
        @Nullable BigDecimal margin = row.getBigDecimal("gross_margin");
        if (margin == null && (conventions == null || conventions.equals("{}"))) {
            return FigurePolicy.NONE;
        }
        try {
            return new FigurePolicy(json.readValue(Objects.requireNonNullElse(conventions, "{}"), NAMES), margin);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("conventions that were learnt are no JSON object of texts", e);
        }
    }

    private LocalDate today(ResultSet row) throws SQLException {
        @Nullable LocalDate businessDate = row.getObject("business_date", LocalDate.class);
        if (businessDate != null) {
            return businessDate;
        }
        @Nullable String zone = row.getString("time_zone");
        return LocalDate.ofInstant(clock.instant(), zone == null ? ZONE : ZoneId.of(zone));
    }
}
