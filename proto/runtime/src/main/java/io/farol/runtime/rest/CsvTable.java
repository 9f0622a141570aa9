package io.farol.runtime.rest;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that is no list, such as a series of figures, as CSV: written as the exports of lists are. For small ones: it is held whole. */
public final class CsvTable {
    private CsvTable() {}

    /**
     * The answer.
     *
     * @param fileName without ending
     * @param locale as asked for, en or pt-BR; null = en
     * @param rows cells in the order of the columns; null = empty
     */
    public static Response answer(
            String fileName,
            @Nullable String locale,
            List<String> columns,
            List<? extends List<? extends @Nullable Object>> rows) {
        if (locale != null && !CsvLocale.isKnown(locale)) {
            throw DomainException.invalid(List.of(Fault.in(
                    "locale", PlatformError.UNKNOWN_VALUE, Map.of("value", locale, "allowed", CsvLocale.tags()))));
        }
        CsvLocale language = CsvLocale.of(locale);
        StringWriter text = new StringWriter();
        text.write(language.beginning());
        try (CsvWriter csv =
                CsvWriter.builder().fieldSeparator(language.separator()).build(text)) {
            csv.writeRecord(columns);
            rows.forEach(row -> csv.writeRecord(row.stream().map(language::cell).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Response.ok(text.toString())
                .type("text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"" + fileName + ".csv\"")
                .build();
    }

    /** A figure that an answer shows as a decimal string, as a number of the table. */
    public static @Nullable BigDecimal decimal(@Nullable String shown) {
        return shown == null ? null : new BigDecimal(shown);
    }
}
