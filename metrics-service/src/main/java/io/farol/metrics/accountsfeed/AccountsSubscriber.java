package io.farol.metrics.accountsfeed;

import io.farol.metrics.accountsfeed.AccountsLearning.Learnt;
import io.farol.metrics.accountsfeed.EventRows.Row;
import io.farol.runtime.feed.FeedEvent;
import io.farol.runtime.feed.FeedInbox;
import io.farol.runtime.feed.FeedSubscriber;
import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Learns from the accounts feed: each stamping batch becomes one knowledge point of the tenant's ledger. */
@ApplicationScoped
class AccountsSubscriber implements FeedSubscriber {
    private static final List<String> TABLES = List.of(
            "ledger_generation",
            "settings_copy",
            "rate_copy",
            "account_copy",
            "account_parent",
            "account_row",
            "product_copy",
            "product_tax",
            "member_copy",
            "contract_copy",
            "line_term",
            "account_freeze",
            "account_group",
            "line_piece",
            "account_interval",
            "group_interval",
            "movement",
            "month_change",
            "contract_value",
            "cell",
            "window_cell",
            "cell_block",
            "end_cell",
            "cell_log");

    private final Jdbi jdbi;

    AccountsSubscriber(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public String source() {
        return "accounts";
    }

    @Override
    public Set<String> aggregateTypes() {
        return AccountsLearning.TYPES;
    }

    @Override
    public void apply(TenantId tenant, List<FeedEvent> events) {
        if (!events.isEmpty()) {
            jdbi.useHandle(handle -> {
                AccountsBatch batch =
                        begin(handle, tenant, events, events.getLast().position());
                batch.learn(learnt(events));
                batch.end();
            });
        }
    }

    @Override
    public void applyLarge(TenantId tenant, FeedInbox inbox) {
        jdbi.useHandle(handle -> {
            Chunks chunks = new Chunks(handle, tenant, inbox.lastPosition());
            inbox.forEachChunk(chunks::take);
            chunks.end();
        });
    }

    @Override
    public void reset(TenantId tenant) {
        jdbi.useHandle(handle -> {
            TABLES.forEach(table -> handle.createUpdate("delete from " + table + " where tenant_id = :tenant")
                    .bind("tenant", tenant.value())
                    .execute());
            handle.createUpdate("delete from knowledge where tenant_id = :tenant and source = 'accounts'")
                    .bind("tenant", tenant.value())
                    .execute();
        });
    }

    private static AccountsBatch begin(Handle handle, TenantId tenant, List<FeedEvent> events, long lastPosition) {
        FeedEvent last = events.getLast();
        return AccountsBatch.begin(handle, tenant.value(), last.batch(), lastPosition, last.stampedAt());
    }

    private static List<Learnt> learnt(List<FeedEvent> events) {
        return events.stream()
                .map(event -> new Learnt(
                        event.aggregateType(), new Row(event.aggregateId(), event.version(), event.payload())))
                .toList();
    }

    /** A batch that comes in pieces. */
    private static final class Chunks {
        private final Handle handle;
        private final TenantId tenant;
        private final long lastPosition;
        private @Nullable AccountsBatch batch;

        private Chunks(Handle handle, TenantId tenant, long lastPosition) {
            this.handle = handle;
            this.tenant = tenant;
            this.lastPosition = lastPosition;
        }

        private void take(List<FeedEvent> events) {
            if (events.isEmpty()) {
                return;
            }
            AccountsBatch running = batch;
            if (running == null) {
                running = begin(handle, tenant, events, lastPosition);
                batch = running;
            }
            running.learn(learnt(events));
        }

        private void end() {
            if (batch != null) {
                batch.end();
            }
        }
    }
}
