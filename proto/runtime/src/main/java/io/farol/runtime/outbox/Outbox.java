package io.farol.runtime.outbox;

import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.trace.TraceParent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Writes the change events of the running transaction. The payload is the aggregate's whole state, made by the SQL function {@code <aggregate type in lower case>_payload(tenant text, id uuid)
 * returns jsonb} of the aggregate's owner; set-based writers insert into {@code outbox} themselves, with the same function, and call {@link #stampAfterCommit}.
 */
@ApplicationScoped
public class Outbox {
    /** Event type of an aggregate that is gone; carries ids only. */
    public static final String DELETED = "DELETED";
    /** Event type of a person's data that was erased (LGPD); carries ids only. */
    public static final String ERASED = "ERASED";

    private static final Object STAMPS = "farol.outbox.stamps";
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z0-9_]{0,59}");
    private static final String APPEND =
            "insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at,"
                    + " trace_parent, payload) values (?, ?, ?, ?, ?, ?, ?, ";

    private final DataSource dataSource;
    private final Instance<EntityManager> entities;
    private final CurrentTenant tenant;
    private final TransactionSynchronizationRegistry transactions;
    private final Stamper stamper;
    private final OwnPosition ownPosition;
    private final Clock clock;

    Outbox(
            DataSource dataSource,
            Instance<EntityManager> entities,
            CurrentTenant tenant,
            TransactionSynchronizationRegistry transactions,
            Stamper stamper,
            OwnPosition ownPosition,
            Clock clock) {
        this.dataSource = dataSource;
        this.entities = entities;
        this.tenant = tenant;
        this.transactions = transactions;
        this.stamper = stamper;
        this.ownPosition = ownPosition;
        this.clock = clock;
    }

    /**
     * Appends one event to the running transaction, after writing out what Hibernate holds back: so the aggregate's row is locked before the event takes its number.
     *
     * @param aggregateType UPPER_SNAKE, such as {@code CONTRACT}
     * @param version the number of the aggregate's ETag after this change
     * @param eventType what happened, UPPER_SNAKE, such as {@code AMENDED}; {@link #DELETED} has no payload
     */
    public void append(String aggregateType, UUID aggregateId, long version, String eventType) {
        flush();
        boolean hasState = !eventType.equals(DELETED) && !eventType.equals(ERASED);
        insert(aggregateType, aggregateId, version, eventType, hasState);
        stampAfterCommit();
    }

    /** Announces that a person's data is erased, and takes it out of all older events of that aggregate. */
    public void erase(String aggregateType, UUID aggregateId, long version) {
        flush();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement scrub = connection.prepareStatement(
                        "update outbox set payload = null, event_type = ? where tenant_id = ? and aggregate_type = ?"
                                + " and aggregate_id = ? and payload is not null")) {
            scrub.setString(1, ERASED);
            scrub.setString(2, tenant.get().value());
            scrub.setString(3, aggregateType);
            scrub.setObject(4, aggregateId);
            scrub.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("older events cannot be scrubbed", e);
        }
        insert(aggregateType, aggregateId, version, ERASED, false);
        stampAfterCommit();
    }

    /** Has the running transaction's events numbered right after its commit; needed by those who insert into {@code outbox} themselves. */
    public void stampAfterCommit() {
        if (transactions.getResource(STAMPS) != null) {
            return;
        }
        transactions.putResource(STAMPS, Boolean.TRUE);
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // only the commit matters
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    ownPosition.expect(stamper.stampSoon());
                }
            }
        });
    }

    private void insert(String aggregateType, UUID aggregateId, long version, String eventType, boolean hasState) {
        if (!TYPE.matcher(aggregateType).matches()) {
            throw new IllegalArgumentException("not an aggregate type");
        }
        String payload = hasState ? aggregateType.toLowerCase(Locale.ROOT) + "_payload(?, ?)" : "null";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(APPEND + payload + ")")) {
            insert.setString(1, tenant.get().value());
            insert.setString(2, aggregateType);
            insert.setObject(3, aggregateId);
            insert.setLong(4, version);
            insert.setString(5, eventType);
            insert.setObject(6, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
            insert.setString(7, TraceParent.current());
            if (hasState) {
                insert.setString(8, tenant.get().value());
                insert.setObject(9, aggregateId);
            }
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("event cannot be written", e);
        }
    }

    /** A service that works without entities has no entity manager. */
    private void flush() {
        if (entities.isResolvable()) {
            entities.get().flush();
        }
    }
}
