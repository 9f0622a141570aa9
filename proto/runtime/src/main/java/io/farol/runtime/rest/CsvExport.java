package io.farol.runtime.rest;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.farol.runtime.tenant.TenantId;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Streams a whole filtered list as CSV, as it was at one moment: the rows of one statement are written as its cursor gives them, and never held whole. */
final class CsvExport<T> implements StreamingOutput {
    private final Listing<T> listing;
    private final ListSql<T> sql;
    private final CsvLocale locale;
    private final TenantId tenant;
    private final ExportTransactions transactions;

    CsvExport(Listing<T> listing, ListSql<T> sql, CsvLocale locale, TenantId tenant, ExportTransactions transactions) {
        this.listing = listing;
        this.sql = sql;
        this.locale = locale;
        this.tenant = tenant;
        this.transactions = transactions;
    }

    @Override
    public void write(OutputStream output) throws IOException {
        Writer text = new OutputStreamWriter(output, StandardCharsets.UTF_8);
        text.write(locale.beginning());
        CsvWriter csv = CsvWriter.builder().fieldSeparator(locale.separator()).build(text);
        csv.writeRecord(List.copyOf(listing.csvColumns().keySet()));
        try {
            transactions.run(tenant, handle -> sql.forEach(handle, row -> csv.writeRecord(cells(row))));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        csv.close();
    }

    private List<String> cells(T row) {
        List<String> cells = new ArrayList<>();
        for (Function<T, @Nullable Object> column : listing.csvColumns().values()) {
            cells.add(locale.cell(column.apply(row)));
        }
        return cells;
    }
}
