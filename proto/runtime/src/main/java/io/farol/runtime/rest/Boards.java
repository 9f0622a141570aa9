package io.farol.runtime.rest;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Answers boards: cards in columns, each column with its count, its sums and a page of its cards (platform.md section 5). The cards are a {@link Listing} with a filter called {@code column} over an
 * enumeration; {@code ?column=KEY&pageToken=} pages one column, and every other parameter chooses and orders cards as in a list.
 */
@ApplicationScoped
public class Boards {
    private static final String COLUMN = "column";

    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Lists lists;
    private final UriInfo uri;

    Boards(Jdbi jdbi, CurrentTenant tenant, Lists lists, UriInfo uri) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.lists = lists;
        this.uri = uri;
    }

    /**
     * One column.
     *
     * @param key which
     * @param count cards of it, on all pages
     * @param sums by name, as they were asked for; 0 where there is no card
     * @param page of its cards
     */
    public record Column<C extends Enum<C>, T>(C key, long count, Map<String, Long> sums, Page<T> page) {}

    /**
     * The columns that the current request asks for, in the order of the enumeration.
     *
     * @param columns all keys
     * @param sums whole-number SQL aggregates over the cards of a column by name, such as {@code coalesce(sum(d.mrr_e4), 0)}
     * @param defaultSort as {@code ?sort=} would say it, where the request does not
     * @param scope values of the binds in the listing
     */
    @Transactional
    public <C extends Enum<C>, T> List<Column<C, T>> columns(
            Listing<T> listing,
            Class<C> columns,
            Map<String, String> sums,
            String defaultSort,
            Map<String, Object> scope) {
        Map<String, List<String>> parameters = new HashMap<>(uri.getQueryParameters());
        parameters.putIfAbsent("sort", List.of(defaultSort));
        @Nullable List<String> asked = parameters.remove(COLUMN);
        if (asked == null && parameters.containsKey("pageToken")) {
            throw DomainException.invalid(List.of(Fault.in("pageToken", PlatformError.INVALID_PAGE_TOKEN)));
        }
        Filter column = listing.filters().get(COLUMN);
        if (column == null) {
            throw new IllegalStateException("the cards of a board have a filter called column");
        }
        Map<String, Map<String, Long>> figures = figures(listing, column.sql(), sums, parameters, scope);
        List<Column<C, T>> read = new ArrayList<>();
        for (C key : keys(columns, asked)) {
            parameters.put(COLUMN, List.of(key.name()));
            Map<String, Long> ofColumn = figures.getOrDefault(key.name(), Map.of());
            read.add(new Column<>(
                    key,
                    ofColumn.getOrDefault("", 0L),
                    ofColumn,
                    lists.page(listing, scope, uri.getPath(), parameters)));
        }
        return read;
    }

    /**
     * Cards of a column that have something in common.
     *
     * @param column its key
     * @param of what they share, such as {@code BRL}; empty for those without
     * @param sums by name, as they were asked for
     */
    public record Part(String column, String of, long count, Map<String, Long> sums) {}

    /**
     * The cards of all columns, counted and summed in parts that must not be added together, such as those of one currency.
     *
     * @param partedBy SQL of what parts them
     */
    @Transactional
    public List<Part> parts(Listing<?> listing, String partedBy, Map<String, String> sums, Map<String, Object> scope) {
        Map<String, List<String>> parameters = new HashMap<>(uri.getQueryParameters());
        parameters.keySet().removeAll(Set.of("sort", COLUMN));
        Filter column = Objects.requireNonNull(listing.filters().get(COLUMN), "cards have a filter called column");
        String columnAndPart = "concat(" + column.sql() + ", ' ', " + partedBy + ")";
        List<Part> parts = new ArrayList<>();
        figures(listing, columnAndPart, sums, parameters, scope).forEach((key, values) -> {
            String[] both = key.split(" ", 2);
            parts.add(new Part(both[0], both[1].strip(), values.getOrDefault("", 0L), values));
        });
        return parts;
    }

    /**
     * A column whose key is a text.
     *
     * @param sums by name, as they were asked for
     */
    public record TextColumn<T>(String key, long count, Map<String, Long> sums, Page<T> page) {}

    /**
     * The same for columns that are no enumeration.
     *
     * @param keys all columns in their order; empty = those that the cards make, in the order of their names
     * @param ofTheBoard parameters of the request that choose the board, not its cards
     */
    @Transactional
    public <T> List<TextColumn<T>> textColumns(
            Listing<T> listing,
            List<String> keys,
            Map<String, String> sums,
            String defaultSort,
            Map<String, Object> scope,
            Set<String> ofTheBoard) {
        Map<String, List<String>> parameters = new HashMap<>(uri.getQueryParameters());
        parameters.keySet().removeAll(ofTheBoard);
        parameters.putIfAbsent("sort", List.of(defaultSort));
        @Nullable List<String> asked = parameters.remove(COLUMN);
        if (asked == null && parameters.containsKey("pageToken")) {
            // a token is one column's: without its column it leads nowhere
            throw DomainException.invalid(List.of(Fault.in("pageToken", PlatformError.INVALID_PAGE_TOKEN)));
        }
        Filter column = Objects.requireNonNull(listing.filters().get(COLUMN), "cards have a filter called column");
        Map<String, Map<String, Long>> figures = figures(listing, column.sql(), sums, parameters, scope);
        List<String> all = keys.isEmpty() ? figures.keySet().stream().sorted().toList() : keys;
        List<TextColumn<T>> read = new ArrayList<>();
        for (String key : asked == null ? all : asked) {
            if (!keys.isEmpty() && !keys.contains(key)) {
                DomainException unknown = Scalars.unknownValue(key, keys);
                throw DomainException.invalid(List.of(Fault.in(COLUMN, unknown.code(), unknown.params())));
            }
            parameters.put(COLUMN, List.of(key));
            Map<String, Long> ofColumn = figures.getOrDefault(key, Map.of());
            read.add(new TextColumn<>(
                    key,
                    ofColumn.getOrDefault("", 0L),
                    ofColumn,
                    lists.page(listing, scope, uri.getPath(), parameters)));
        }
        return read;
    }

    private static <C extends Enum<C>> List<C> keys(Class<C> columns, @Nullable List<String> asked) {
        if (asked == null) {
            return Arrays.asList(columns.getEnumConstants());
        }
        List<C> keys = new ArrayList<>();
        for (String name : asked) {
            try {
                keys.add(columns.cast(Scalars.parse(columns, name)));
            } catch (DomainException e) {
                throw DomainException.invalid(List.of(Fault.in(COLUMN, e.code(), e.params())));
            }
        }
        return keys;
    }

    private Map<String, Map<String, Long>> figures(
            Listing<?> listing,
            String column,
            Map<String, String> sums,
            Map<String, List<String>> parameters,
            Map<String, Object> scope) {
        Map<String, List<String>> unpaged = new HashMap<>(parameters);
        unpaged.remove("pageToken");
        String owner = listing.owner(tenant);
        ListQuery query = new ListQuery(listing, owner, uri.getPath(), unpaged);
        ListSql<?> sql = new ListSql<>(listing, query, owner, scope);
        return jdbi.withHandle(handle -> sql.figures(handle, column, sums));
    }
}
