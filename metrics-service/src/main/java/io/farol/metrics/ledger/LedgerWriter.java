package io.farol.metrics.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Writes the difference between two ledgers of some accounts: what is no longer believed is closed (movements are reversed), what is new is added. One statement per table and side, rows as
 * one JSON document.
 */
final class LedgerWriter {
    private final Handle handle;
    private final String tenant;
    private final int gen;
    private final long pos;

    private final ArrayNode goneMovements = array();
    private final ArrayNode addedMovements = array();
    private final ArrayNode gonePieces = array();
    private final ArrayNode addedPieces = array();
    private final ArrayNode goneStretches = array();
    private final ArrayNode addedStretches = array();
    private final ArrayNode goneGroups = array();
    private final ArrayNode addedGroups = array();
    private final ArrayNode goneMonthChanges = array();
    private final ArrayNode addedMonthChanges = array();
    private final ArrayNode goneContracts = array();
    private final ArrayNode addedContracts = array();
    private final Cells cells = new Cells();

    LedgerWriter(Handle handle, String tenant, int gen, long pos) {
        this.handle = handle;
        this.tenant = tenant;
        this.gen = gen;
        this.pos = pos;
    }

    /** Takes one account's difference; nothing is written before {@link #write}. */
    void replace(UUID accountId, AccountLedger before, AccountLedger after) {
        compare(accountId, before.pieces(), after.pieces(), gonePieces, addedPieces, LedgerWriter::put);
        compare(accountId, before.stretches(), after.stretches(), goneStretches, addedStretches, LedgerWriter::put);
        compare(accountId, before.groups(), after.groups(), goneGroups, addedGroups, LedgerWriter::put);
        compare(accountId, before.movements(), after.movements(), goneMovements, addedMovements, LedgerWriter::put);
        compare(
                accountId,
                before.monthChanges(),
                after.monthChanges(),
                goneMonthChanges,
                addedMonthChanges,
                LedgerWriter::put);
        compare(accountId, before.contracts(), after.contracts(), goneContracts, addedContracts, LedgerWriter::put);
        cells.addAll(after.cells());
        cells.subtractAll(before.cells());
    }

    void write() {
        execute(WriteStatements.CLOSE_PIECES, gonePieces);
        execute(WriteStatements.ADD_PIECES, addedPieces);
        execute(WriteStatements.CLOSE_STRETCHES, goneStretches);
        execute(WriteStatements.ADD_STRETCHES, addedStretches);
        execute(WriteStatements.CLOSE_GROUPS, goneGroups);
        execute(WriteStatements.ADD_GROUPS, addedGroups);
        execute(WriteStatements.REVERSE_MOVEMENTS, goneMovements);
        execute(WriteStatements.ADD_MOVEMENTS, addedMovements);
        execute(WriteStatements.CLOSE_MONTH_CHANGES, goneMonthChanges);
        execute(WriteStatements.ADD_MONTH_CHANGES, addedMonthChanges);
        execute(WriteStatements.CLOSE_CONTRACTS, goneContracts);
        execute(WriteStatements.ADD_CONTRACTS, addedContracts);
        if (!cells.isEmpty()) {
            ArrayNode deltas = array();
            cells.each((key, sum) -> deltas.addObject()
                    .put("pos", pos)
                    .put("dim", key.dim())
                    .put("value", key.value())
                    .put("measure", key.measure())
                    .put("month", key.month())
                    .put("amount_e4", sum.amountE4())
                    .put("n", sum.n()));
            String source = "json_to_recordset(:rows::json) as delta (" + CellStatements.DELTA_COLUMNS + ")";
            for (String sql : CellStatements.merging(source)) {
                execute(sql, deltas);
            }
        }
    }

    private static <R> void compare(
            UUID accountId,
            List<R> before,
            List<R> after,
            ArrayNode gone,
            ArrayNode added,
            BiConsumer<ObjectNode, R> put) {
        Set<R> had = new HashSet<>(before);
        Set<R> has = new HashSet<>(after);
        for (R row : before) {
            if (!has.contains(row)) {
                put.accept(gone.addObject().put("account_id", accountId.toString()), row);
            }
        }
        for (R row : after) {
            if (!had.contains(row)) {
                put.accept(added.addObject().put("account_id", accountId.toString()), row);
            }
        }
    }

    private void execute(String sql, ArrayNode rows) {
        if (!rows.isEmpty()) {
            handle.createUpdate(sql)
                    .bind("tenant", tenant)
                    .bind("gen", gen)
                    .bind("pos", pos)
                    .bind("rows", rows.toString())
                    .execute();
        }
    }

    private static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    private static void put(ObjectNode row, LinePiece piece) {
        row.put("line_id", piece.lineId().toString())
                .put("from_day", piece.from().toString())
                .put("until_day", piece.until().toString())
                .put("product_id", piece.productId().toString())
                .put("quantity", piece.quantity())
                .put("currency", piece.currency())
                .put("mrr_e4", piece.mrrE4())
                .put("rate", piece.rate())
                .put("rate_day", text(piece.rateDay()))
                .put("mrr_rc_e4", piece.mrrRcE4())
                .put("change_kind", piece.changeKind())
                .put("amendment_id", text(piece.amendmentId()))
                .put("churn_reason", piece.churnReason())
                .put("term", piece.term());
    }

    private static void put(ObjectNode row, Stretch stretch) {
        row.put("from_day", stretch.from().toString())
                .put("until_day", stretch.until().toString())
                .put("mrr_e4", stretch.mrrE4())
                .put("frozen_e4", stretch.frozenE4());
    }

    private static void put(ObjectNode row, GroupStretch group) {
        row.put("dim", group.dim())
                .put("from_day", group.from().toString())
                .put("until_day", group.until().toString())
                .put("value", group.value());
    }

    private static void put(ObjectNode row, Movement movement) {
        row.put("day", movement.day().toString())
                .put("kind", movement.kind().name())
                .put("sub_kind", movement.subKind())
                .put("amount_e4", movement.amountE4())
                .put("line_id", text(movement.lineId()))
                .put("amendment_id", text(movement.amendmentId()))
                .put("freeze_id", text(movement.freezeId()))
                .put("churn_reason", movement.churnReason());
    }

    private static void put(ObjectNode row, MonthChange change) {
        row.put("month", change.month())
                .put("kind", change.kind().name())
                .put("opening_e4", change.openingE4())
                .put("closing_e4", change.closingE4())
                .put("amount_e4", change.amountE4());
    }

    private static void put(ObjectNode row, ContractValue contract) {
        row.put("contract_id", contract.contractId().toString());
        ArrayNode from = row.putArray("from_month");
        ArrayNode until = row.putArray("until_month");
        ArrayNode values = row.putArray("value_e4");
        for (ContractStretch stretch : contract.stretches()) {
            from.add(stretch.from());
            until.add(stretch.until());
            values.add(stretch.valueE4());
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
