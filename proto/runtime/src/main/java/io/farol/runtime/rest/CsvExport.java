package io.farol.runtime.rest;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Streams a whole filtered list as CSV: rows are read in portions by keyset, each in a short transaction of its own, and never held whole. */
final class CsvExport<T> implements StreamingOutput {
    private static final int PORTION = 1_000;

    private final Listing<T> listing;
    private final ListQuery query;
    private final Map<String, Object> scope;
    private final CsvLocale locale;
    private final TenantId tenant;
    private final TenantTransaction transactions;
    private final Jdbi jdbi;

    CsvExport(
            Listing<T> listing,
            ListQuery query,
            Map<String, Object> scope,
            CsvLocale locale,
            TenantId tenant,
            TenantTransaction transactions,
            Jdbi jdbi) {
        this.listing = listing;
        this.query = query;
        this.scope = scope;
        this.locale = locale;
        this.tenant = tenant;
        this.transactions = transactions;
        this.jdbi = jdbi;
    }

    @Override
    public void write(OutputStream output) throws IOException {
        Writer text = new OutputStreamWriter(output, StandardCharsets.UTF_8);
        text.write(locale.beginning());
        try (CsvWriter csv =
                CsvWriter.builder().fieldSeparator(locale.separator()).build(text)) {
            csv.writeRecord(List.copyOf(listing.csvColumns().keySet()));
            @Nullable PageToken after = null;
            do {
                List<ListSql.Row<T>> rows = portion(after);
                rows.forEach(row -> csv.writeRecord(cells(row.value())));
                after = rows.size() < PORTION
                        ? null
                        : new PageToken(rows.getLast().position());
            } while (after != null);
        }
    }

    private List<ListSql.Row<T>> portion(@Nullable PageToken after) {
        List<ListSql.Row<T>> rows = new ArrayList<>(PORTION);
        ListSql<T> sql = new ListSql<>(listing, query, tenant.value(), scope);
        transactions.run(tenant, () -> jdbi.useHandle(handle -> rows.addAll(sql.rows(handle, after, PORTION))));
        return rows;
    }

    private List<String> cells(T row) {
        List<String> cells = new ArrayList<>();
        for (Function<T, @Nullable Object> column : listing.csvColumns().values()) {
            cells.add(locale.cell(column.apply(row)));
        }
        return cells;
    }
}
