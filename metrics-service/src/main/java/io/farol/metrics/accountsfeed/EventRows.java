package io.farol.metrics.accountsfeed;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * States of aggregates of one type as arrays that SQL unnests: {@code event (id, version, payload)}.
 *
 * @param pos knowledge point at which they are learnt
 */
record EventRows(String tenant, long pos, List<Row> rows) {
    /** A CTE over the bound arrays; a statement's text begins with it. */
    static final String EVENT = """
            with event as materialized (
                select e.id, e.version, e.payload::jsonb as payload
                  from unnest(:ids::uuid[], :versions::bigint[], :payloads::text[]) e (id, version, payload))
            """;

    /**
     * One state.
     *
     * @param payload a null node when only the id is known (deleted, erased)
     */
    record Row(UUID id, long version, JsonNode payload) {
        String payloadText() {
            return payload.isObject() ? payload.toString() : "{}";
        }
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    <S extends SqlStatement<S>> S bindTo(S statement) {
        return statement
                .bind("tenant", tenant)
                .bind("pos", pos)
                .bindArray("ids", UUID.class, rows.stream().map(Row::id).toList())
                .bindArray(
                        "versions", Long.class, rows.stream().map(Row::version).toList())
                .bindArray(
                        "payloads",
                        String.class,
                        rows.stream().map(Row::payloadText).toList());
    }
}
