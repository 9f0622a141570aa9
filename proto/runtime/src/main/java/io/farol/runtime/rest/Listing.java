package io.farol.runtime.rest;

import io.farol.runtime.id.TypedId;
import io.farol.runtime.money.Money;
import io.farol.runtime.tenant.CurrentTenant;
import java.lang.reflect.Method;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * A list as it is declared, once: where its rows come from, what it may be filtered, searched and sorted by. Parameters of the request choose among these; no request text ever becomes SQL.
 *
 * <pre>{@code
 * static final Listing<ThingView> LISTING = Listing.<ThingView>from("thing t")
 *         .tenant("t.tenant_id").id("t.id", ThingId.class)
 *         .select("t.id, t.name", (row, context) -> ThingView.of(row))
 *         .filter("sector", Filter.text("t.sector"))
 *         .filter("attr.*", Filter.text("exists (select 1 from thing_attribute x where x.tenant_id = t.tenant_id and x.thing_id = t.id and x.key = :key and x.value = any(:values))"))
 *         .range("renewsOn", LocalDate.class, "t.renews_on")
 *         .search("t.search_text")
 *         .sortByText("name", "t.name_folded")
 *         .build();
 * }</pre>
 *
 * @param <T> one row as it is answered
 */
public final class Listing<T> {
    /** No tenant's key. */
    private static final String OPERATORS = "(operators)";

    private final Builder<T> declared;

    private Listing(Builder<T> declared) {
        this.declared = declared;
    }

    /** Begins a declaration. @param from the tables, with aliases and joins */
    public static <T> Builder<T> from(String from) {
        return new Builder<>(from);
    }

    /** The list that a method answers, by its {@link ListedBy}. */
    static Optional<Listing<?>> of(Method method) {
        ListedBy listed = method.getAnnotation(ListedBy.class);
        return listed == null ? Optional.empty() : Optional.of(declaredIn(listed.value()));
    }

    /** The list that a class declares. */
    static Listing<?> declaredIn(Class<?> owner) {
        try {
            var field = owner.getDeclaredField("LISTING");
            field.setAccessible(true);
            return (Listing<?>) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(owner + " declares no static final Listing LISTING", e);
        }
    }

    /** What the column {@code currency} of a CSV export says beside an amount; null when there is none. */
    public static @Nullable String currency(@Nullable Money amount) {
        return amount == null ? null : amount.currency().getCurrencyCode();
    }

    String from() {
        return declared.from;
    }

    /** Null when it shows rows of all tenants. */
    @Nullable
    String tenantColumn() {
        return declared.tenantColumn;
    }

    /** Whose list it is, and so whose its page tokens are: the caller's tenant's, or the operators', who have none. */
    String owner(CurrentTenant tenant) {
        return declared.tenantColumn == null ? OPERATORS : tenant.get().value();
    }

    String idColumn() {
        return declared.idColumn;
    }

    @Nullable
    Class<? extends TypedId> idType() {
        return declared.idType;
    }

    String columns() {
        return declared.columns;
    }

    List<String> conditions() {
        return Collections.unmodifiableList(declared.conditions);
    }

    @Nullable
    String searchColumn() {
        return declared.searchColumn;
    }

    RowMapper<T> mapper() {
        if (declared.mapper == null) {
            throw new IllegalStateException("a listing selects something");
        }
        return declared.mapper;
    }

    Map<String, SortKey> sortKeys() {
        return Collections.unmodifiableMap(declared.sortKeys);
    }

    Map<String, Filter> filters() {
        return Collections.unmodifiableMap(declared.filters);
    }

    /** Cells of the CSV export by their header; empty when the list is not exported. */
    Map<String, Function<T, @Nullable Object>> csvColumns() {
        return Collections.unmodifiableMap(declared.csvColumns);
    }

    /** The filter of a parameter, by name or by its beginning ({@code attr.*}); null when there is none. */
    Map.@Nullable Entry<String, Filter> filter(String parameter) {
        Filter exact = declared.filters.get(parameter);
        if (exact != null && !parameter.endsWith("*")) {
            return Map.entry("", exact);
        }
        for (Map.Entry<String, Filter> filter : declared.filters.entrySet()) {
            String beginning = filter.getKey().substring(0, filter.getKey().length() - 1);
            if (filter.getKey().endsWith("*")
                    && parameter.startsWith(beginning)
                    && parameter.length() > beginning.length()) {
                return Map.entry(parameter.substring(beginning.length()), filter.getValue());
            }
        }
        return null;
    }

    /** Collects the parts of a declaration. */
    public static final class Builder<T> {
        private final String from;
        private final Map<String, Filter> filters = new LinkedHashMap<>();
        private final Map<String, SortKey> sortKeys = new LinkedHashMap<>();
        private final Map<String, Function<T, @Nullable Object>> csvColumns = new LinkedHashMap<>();
        private final List<String> conditions = new ArrayList<>();
        private @Nullable String tenantColumn = "tenant_id";
        private String idColumn = "id";
        private @Nullable Class<? extends TypedId> idType;
        private String columns = "";
        private @Nullable RowMapper<T> mapper;
        private @Nullable String searchColumn;

        private Builder(String from) {
            this.from = from;
        }

        /** The tenant's column; default {@code tenant_id}. */
        public Builder<T> tenant(String column) {
            tenantColumn = column;
            return this;
        }

        /** For lists of operators, who have no tenant: of the rows that the database shows, only the list's own conditions say which are meant. */
        public Builder<T> ofAllTenants() {
            tenantColumn = null;
            return this;
        }

        /** The column that makes rows unique and is the default order, and the type of id by which {@code ?id=} reads a batch. */
        public Builder<T> id(String column, Class<? extends TypedId> type) {
            idColumn = column;
            idType = type;
            return this;
        }

        /** The same without {@code ?id=}, where rows go by another name. */
        public Builder<T> id(String column) {
            idColumn = column;
            return this;
        }

        /** What is read of a row, and how it becomes an answer. */
        public Builder<T> select(String columnList, RowMapper<T> rowMapper) {
            columns = columnList;
            mapper = rowMapper;
            return this;
        }

        /** A condition that always holds; its {@code :binds} come with {@link Lists#page(Listing, Map)}. */
        public Builder<T> where(String condition) {
            conditions.add(condition);
            return this;
        }

        /** A filter by the name of its parameter; a name that ends in {@code *} stands for all that begin so. */
        public Builder<T> filter(String parameter, Filter filter) {
            filters.put(parameter, filter);
            return this;
        }

        /** Two filters: {@code <name>From} inclusive, {@code <name>Until} exclusive. */
        public Builder<T> range(String name, Class<?> type, String expression) {
            filters.put(name + "From", new Filter(type, expression, Filter.Operator.FROM, "Inclusive lower bound."));
            filters.put(name + "Until", new Filter(type, expression, Filter.Operator.UNTIL, "Exclusive upper bound."));
            return this;
        }

        /** The same where a value of the expression stands for none, after all others, and so is in no range: {@code absent} in SQL. */
        public Builder<T> range(String name, Class<?> type, String expression, String absent) {
            range(name, type, expression);
            filters.computeIfPresent(
                    name + "From",
                    (key, from) -> new Filter(
                            type,
                            expression + " >= :values and " + expression + " <> " + absent,
                            Filter.Operator.FROM,
                            from.about()));
            return this;
        }

        /** {@code ?q=} finds rows whose folded text has every word of it; the column holds {@code farol_fold(…)}. */
        public Builder<T> search(String foldedColumn) {
            searchColumn = foldedColumn;
            return this;
        }

        /** A text to sort by; an expression that is never null, folded when people's names should come in their order. */
        public Builder<T> sortByText(String name, String expression) {
            sortKeys.put(name, new SortKey(expression, "text"));
            return this;
        }

        /** A whole number (money in 1/10,000) to sort by; never null. */
        public Builder<T> sortByNumber(String name, String expression) {
            sortKeys.put(name, new SortKey(expression, "bigint"));
            return this;
        }

        /** A {@link LocalDate} or {@link Instant} to sort by; never null. */
        public Builder<T> sortByTime(String name, Class<?> type, String expression) {
            sortKeys.put(name, new SortKey(expression, type == LocalDate.class ? "date" : "timestamptz"));
            return this;
        }

        /** A column of the CSV export, in the order of the calls; the header is the field's name in JSON, so that an import understands it. */
        public Builder<T> csv(String header, Function<T, @Nullable Object> value) {
            csvColumns.put(header, value);
            return this;
        }

        /** Ends the declaration. */
        public Listing<T> build() {
            return new Listing<>(this);
        }
    }
}
