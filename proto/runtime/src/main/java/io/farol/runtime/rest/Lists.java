package io.farol.runtime.rest;

import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Answers lists: reads the request's parameters as the {@link Listing} declares them, and one page of rows. */
@ApplicationScoped
public class Lists {
    /** Media type of exports; who accepts anything gets JSON. */
    public static final String CSV = "text/csv";

    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final ExportTransactions exports;
    private final UriInfo uri;

    Lists(Jdbi jdbi, CurrentTenant tenant, ExportTransactions exports, UriInfo uri) {
        this.jdbi = jdbi;
        this.exports = exports;
        this.tenant = tenant;
        this.uri = uri;
    }

    /** The page that the current request asks for. */
    @Transactional
    public <T> Page<T> page(Listing<T> listing) {
        return page(listing, Map.of());
    }

    /** The page that the current request asks for, of a list within something. @param scope values of the binds in {@link Listing.Builder#where} */
    @Transactional
    public <T> Page<T> page(Listing<T> listing, Map<String, Object> scope) {
        return page(listing, scope, uri.getPath(), uri.getQueryParameters());
    }

    /** The page for parameters that come from elsewhere, such as a gRPC request. */
    @Transactional
    public <T> Page<T> page(
            Listing<T> listing, Map<String, Object> scope, String path, Map<String, List<String>> parameters) {
        String owner = listing.owner(tenant);
        ListQuery query = new ListQuery(listing, owner, path, parameters);
        ListSql<T> sql = new ListSql<>(listing, query, owner, scope);
        return jdbi.withHandle(handle -> {
            List<ListSql.Row<T>> rows = new ArrayList<>(sql.rows(handle, query.token(), query.pageSize() + 1));
            @Nullable String next = null;
            if (rows.size() > query.pageSize()) {
                rows.removeLast();
                next = query.tokenAfter(rows.getLast().position());
            }
            return new Page<>(
                    rows.stream().map(ListSql.Row::value).toList(), next, query.isCounted() ? sql.count(handle) : null);
        });
    }

    /**
     * The rows that the filters of the current request choose, for a method that is {@link FilteredBy}. Paging, order and count are no filters: they are refused like any unknown parameter.
     *
     * @param scope values of the binds in {@link Listing.Builder#where}
     */
    public Selection selection(Listing<?> listing, Map<String, Object> scope) {
        return selection(listing, scope, uri.getQueryParameters());
    }

    /** The same for filters that were kept. */
    public Selection selection(Listing<?> listing, Map<String, Object> scope, Map<String, List<String>> filters) {
        String owner = listing.owner(tenant);
        ListQuery query = ListQuery.ofFilters(listing, owner, filters);
        return new Selection(new ListSql<>(listing, query, owner, scope), filters);
    }

    /**
     * The whole filtered list as CSV, streamed, all of it as it was at one moment; {@code ?locale=pt-BR} as a Brazilian spreadsheet wants it. For a method beside the list's own, hidden from OpenAPI, with
     * {@code @Produces(Lists.CSV)}; the list's own then says {@code @Produces(MediaType.APPLICATION_JSON)}.
     *
     * @param fileName without ending
     */
    public <T> Response csv(Listing<T> listing, String fileName) {
        return csv(listing, Map.of(), fileName);
    }

    /** The whole filtered list within something as CSV. */
    public <T> Response csv(Listing<T> listing, Map<String, Object> scope, String fileName) {
        return csv(listing, scope, uri.getQueryParameters(), fileName);
    }

    /** The same for a list whose parameters are not all the request's own. */
    public <T> Response csv(
            Listing<T> listing, Map<String, Object> scope, Map<String, List<String>> parameters, String fileName) {
        TenantId owner = tenant.get();
        ListQuery query = new ListQuery(listing, owner.value(), uri.getPath(), parameters);
        ListSql<T> sql = new ListSql<>(listing, query, owner.value(), scope);
        CsvLocale locale = CsvLocale.of(uri.getQueryParameters().getFirst("locale"));
        return Response.ok(new CsvExport<>(listing, sql, locale, owner, exports))
                .type("text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"" + fileName + ".csv\"")
                .build();
    }
}
