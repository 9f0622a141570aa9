package io.farol.metrics.movement;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.metrics.ledger.AccountHistory;
import io.farol.metrics.ledger.Movement;
import io.farol.metrics.retelling.Retelling;
import io.farol.metrics.retelling.Retelling.Told;
import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Months;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Entries of accounts that conventions tell in another way than the ledger does.
 *
 * @param replaced accounts whose entries in the ledger they take the place of
 */
record RetoldMovements(Collection<UUID> replaced, List<Row> rows) {
    /** Nothing is told anew. */
    static final RetoldMovements NONE = new RetoldMovements(List.of(), List.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One entry; the ledger never learnt it, so its position is 0. */
    record Row(
            @JsonProperty("account_id") String accountId,
            String day,
            String kind,
            @JsonProperty("sub_kind") @Nullable String subKind,
            @JsonProperty("amount_e4") long amountE4,
            @JsonProperty("line_id") @Nullable UUID lineId,
            @JsonProperty("amendment_id") @Nullable UUID amendmentId,
            @JsonProperty("freeze_id") @Nullable UUID freezeId,
            @JsonProperty("churn_reason") @Nullable String churnReason) {
        static Row of(UUID account, Movement movement) {
            return new Row(
                    account.toString(),
                    movement.day().toString(),
                    movement.kind().name(),
                    movement.subKind(),
                    movement.amountE4(),
                    movement.lineId(),
                    movement.amendmentId(),
                    movement.freezeId(),
                    movement.churnReason());
        }
    }

    /** Those of chosen accounts. */
    static RetoldMovements of(Retelling retelling, AccountFilter filter) {
        if (retelling.isNone()) {
            return NONE;
        }
        List<Row> rows = new ArrayList<>();
        for (Told told : retelling.told(filter, null)) {
            if (told.sign() > 0) {
                told.history().history().movements().stream()
                        .filter(movement -> isChosen(told, movement))
                        .forEach(movement -> rows.add(Row.of(told.accountId(), movement)));
            }
        }
        return new RetoldMovements(retelling.replaced(), rows);
    }

    boolean isNone() {
        return replaced.isEmpty() && rows.isEmpty();
    }

    /** In the group of the month before, or in this month's where there was no customer then. */
    private static boolean isChosen(Told told, Movement movement) {
        AccountHistory history = told.history().history();
        int month = Months.number(YearMonth.from(movement.day()));
        boolean wasLogo = history.atEndOf(month - 1).isLogo();
        return told.history().groupAt(wasLogo ? month - 1 : month).isPresent();
    }

    /** The ledger's believed entries but for those replaced, with these, as a table; binds of {@link #binds}. @param entries the ledger's, alias m */
    static String among(String entries, String believed) {
        return """
                (select m.tenant_id, m.account_id, m.day, m.kind, m.pos, m.sub_kind, m.amount_e4, m.line_id, m.amendment_id, m.freeze_id, m.churn_reason
                   from %s
                  where m.tenant_id = :tenant and %s and m.account_id <> all(cast(:replaced as uuid[]))
                 union all
                 select cast(:tenant as text) collate "C", t.account_id, t.day, t.kind collate "C", cast(0 as bigint), t.sub_kind collate "C", t.amount_e4, t.line_id, t.amendment_id, t.freeze_id,
                        t.churn_reason
                   from jsonb_to_recordset(cast(:retold as jsonb))
                            as t (account_id uuid, day date, kind text, sub_kind text, amount_e4 bigint, line_id uuid, amendment_id uuid, freeze_id uuid, churn_reason text)) m""".formatted(entries, believed);
    }

    Map<String, Object> binds() {
        try {
            return Map.of(
                    "replaced",
                    replaced.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")),
                    "retold",
                    JSON.writeValueAsString(rows));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
