package io.farol.runtime.rest;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The SQL of one {@link ListQuery}: keyset paging over (sort values, id), every value bound. */
final class ListSql<T> {
    private static final int COUNT_CAP = 10_000;
    private static final int FETCHED_AT_ONCE = 1_000;
    private static final int FEW = 1_000;

    private final Listing<T> listing;
    private final ListQuery query;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, List<String>> arrays = new HashMap<>();
    private final Map<String, Object> scope;
    private final String where;

    ListSql(Listing<T> listing, ListQuery query, String owner, Map<String, Object> scope) {
        this.listing = listing;
        this.query = query;
        this.scope = scope;
        List<String> conditions = new ArrayList<>();
        if (listing.tenantColumn() != null) {
            texts.put("farolTenant", owner);
            conditions.add(listing.tenantColumn() + " = :farolTenant");
        } else {
            conditions.add("true");
        }
        conditions.addAll(listing.conditions());
        for (ListQuery.Condition condition : query.conditions()) {
            conditions.add(predicate(condition));
        }
        for (String word : query.words()) {
            String bind = "farolWord" + texts.size();
            // a subquery is asked once, also by a plan that does not know the word yet
            texts.put(bind, word);
            conditions.add("position((select farol_fold(:" + bind + ")) in " + listing.searchColumn() + ") > 0");
        }
        this.where = String.join(" and ", conditions);
    }

    private String predicate(ListQuery.Condition condition) {
        String bind = "farolFilter" + (arrays.size() + texts.size());
        texts.put(bind + "key", condition.key());
        if (condition.filter().operator() == Filter.Operator.ANY) {
            arrays.put(bind, condition.values());
        } else {
            texts.put(bind, condition.values().getFirst());
        }
        return condition.filter().predicate(bind);
    }

    /** At most {@code limit} rows after a position; null = from the start. */
    List<Row<T>> rows(Handle handle, @Nullable PageToken after, int limit) {
        Map<String, String> positions = new HashMap<>();
        String sql = select(among(handle) + (after == null ? "" : " and " + afterPredicate(after, positions)))
                + " limit " + limit;
        try (Query statement = handle.createQuery(sql)) {
            bind(statement);
            positions.forEach(statement::bind);
            return statement.map(this::row).list();
        }
    }

    /**
     * How rows with the words of {@code ?q=} are come by: where they are few, they are looked for without regard to the order, since a walk in the order would come by nearly all rows; where they are
     * many, the walk meets a page of them soon.
     */
    private String among(Handle handle) {
        if (query.words().isEmpty()) {
            return "";
        }
        try (Query statement = handle.createQuery("select cast(" + listing.idColumn() + " as text) from "
                + listing.from() + " where " + where + " limit " + (FEW + 1))) {
            bind(statement);
            List<String> found = statement.mapTo(String.class).list();
            if (found.size() > FEW) {
                return "";
            }
            arrays.put("farolFound", found);
            return " and " + listing.idColumn() + " = any(cast(:farolFound as uuid[]))";
        }
    }

    /** All rows of one statement, read by a cursor: never held whole. Needs a running transaction. */
    void forEach(Handle handle, Consumer<T> reader) {
        try (Query statement = handle.createQuery(select(""))) {
            bind(statement);
            statement
                    .setFetchSize(FETCHED_AT_ONCE)
                    .map(this::row)
                    .useIterator(rows -> rows.forEachRemaining(row -> reader.accept(row.value())));
        }
    }

    private String select(String condition) {
        StringBuilder sql = new StringBuilder("select ").append(listing.columns());
        List<ListQuery.Order> order = query.order();
        for (int i = 0; i < order.size(); i++) {
            sql.append(", cast(")
                    .append(order.get(i).key().sql())
                    .append(" as text) as farol_sort_")
                    .append(i);
        }
        sql.append(", cast(")
                .append(listing.idColumn())
                .append(" as text) as farol_id from ")
                .append(listing.from())
                .append(" where ")
                .append(where)
                .append(condition)
                .append(" order by ");
        order.forEach(step -> sql.append(step.key().sql()).append(step.isDescending() ? " desc, " : ", "));
        return sql.append(listing.idColumn())
                .append(isIdDescending() ? " desc" : "")
                .toString();
    }

    private Row<T> row(ResultSet row, StatementContext context) throws SQLException {
        List<String> position = new ArrayList<>();
        for (int i = 0; i < query.order().size(); i++) {
            position.add(row.getString("farol_sort_" + i));
        }
        position.add(row.getString("farol_id"));
        return new Row<>(listing.mapper().map(row, context), position);
    }

    /** Puts at most {@code limit} ids into a new temporary table; how many. */
    long stage(Handle handle, String table, int limit) {
        String sql = "create temp table " + table + " on commit drop as select " + listing.idColumn() + " as id from "
                + listing.from() + " where " + where + " order by 1 limit " + limit;
        try (Update statement = handle.createUpdate(sql)) {
            bind(statement);
            statement.execute();
        }
        return handle.createQuery("select count(*) from " + table)
                .mapTo(Long.class)
                .one();
    }

    Total count(Handle handle) {
        String sql = "select count(*) from (select 1 from " + listing.from() + " where " + where + " limit "
                + (COUNT_CAP + 1) + ") farol_counted";
        try (Query statement = handle.createQuery(sql)) {
            bind(statement);
            long count = statement.mapTo(Long.class).one();
            return new Total(Math.min(count, COUNT_CAP), count <= COUNT_CAP);
        }
    }

    /** Count (under the empty name) and sums of the rows by the value of a column. */
    Map<String, Map<String, Long>> figures(Handle handle, String column, Map<String, String> sums) {
        List<String> names = List.copyOf(sums.keySet());
        StringBuilder sql =
                new StringBuilder("select cast(" + column + " as text) as farol_column, count(*) as farol_count");
        for (int i = 0; i < names.size(); i++) {
            sql.append(", cast(")
                    .append(sums.get(names.get(i)))
                    .append(" as bigint) as farol_sum_")
                    .append(i);
        }
        sql.append(" from ")
                .append(listing.from())
                .append(" where ")
                .append(where)
                .append(" group by 1");
        Map<String, Map<String, Long>> figures = new HashMap<>();
        try (Query statement = handle.createQuery(sql.toString())) {
            bind(statement);
            statement
                    .map((row, context) -> {
                        Map<String, Long> ofColumn = new HashMap<>(Map.of("", row.getLong("farol_count")));
                        for (int i = 0; i < names.size(); i++) {
                            ofColumn.put(names.get(i), row.getLong("farol_sum_" + i));
                        }
                        return Map.entry(row.getString("farol_column"), ofColumn);
                    })
                    .forEach(entry -> figures.put(entry.getKey(), entry.getValue()));
        }
        return figures;
    }

    private void bind(SqlStatement<?> statement) {
        texts.forEach(statement::bind);
        arrays.forEach((name, values) -> statement.bindArray(name, String.class, values));
        scope.forEach(statement::bind);
    }

    private boolean isIdDescending() {
        return !query.order().isEmpty() && query.order().getLast().isDescending();
    }

    /** Rows after a position: one row comparison where all keys go the same way (an index can serve it), else spelled out. */
    private String afterPredicate(PageToken after, Map<String, String> positions) {
        List<String> left = new ArrayList<>();
        List<String> right = new ArrayList<>();
        List<Boolean> descending = new ArrayList<>();
        for (int i = 0; i < query.order().size(); i++) {
            ListQuery.Order step = query.order().get(i);
            left.add(step.key().sql());
            right.add("cast(:farolAfter" + i + " as " + step.key().sqlType() + ")");
            descending.add(step.isDescending());
            positions.put("farolAfter" + i, after.values().get(i));
        }
        left.add(listing.idColumn());
        right.add("cast(:farolAfterId as uuid)");
        descending.add(isIdDescending());
        positions.put("farolAfterId", after.values().getLast());
        if (descending.stream().distinct().count() == 1) {
            return "(" + String.join(", ", left) + ") " + (descending.getFirst() ? "<" : ">") + " ("
                    + String.join(", ", right) + ")";
        }
        List<String> alternatives = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            List<String> steps = new ArrayList<>();
            for (int j = 0; j < i; j++) {
                steps.add(left.get(j) + " = " + right.get(j));
            }
            steps.add(left.get(i) + (descending.get(i) ? " < " : " > ") + right.get(i));
            alternatives.add("(" + String.join(" and ", steps) + ")");
        }
        return "(" + String.join(" or ", alternatives) + ")";
    }

    /**
     * A row with its place in the order.
     *
     * @param value as it is answered
     * @param position sort values, then the id
     */
    record Row<T>(T value, List<String> position) {}
}
