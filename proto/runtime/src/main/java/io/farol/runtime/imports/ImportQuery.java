package io.farol.runtime.imports;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.farol.runtime.rest.AlsoAccepts;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The query parameters that every import has, as the document tells them ({@link AlsoAccepts#described}); {@link ImportRequest} reads them, from the query or the fields of a form, and says all that is
 * wrong with them at once. All may be left out.
 */
public record ImportQuery(
        @Schema(
                description =
                        "What becomes of a file that is not faultless. ATOMIC (the default): all rows or none. PARTIAL: good rows go in, bad ones are reported. VALIDATE: only looks, nothing is written.")
        ImportMode mode,

        @Schema(
                description =
                        "What stands between the columns of a CSV: one character such as ; , or |, or TAB. Found out from the header when left out.")
        String delimiter,

        @Schema(
                description =
                        "How a CSV or NDJSON is encoded, such as UTF-8, windows-1252 or ISO-8859-1. When left out: UTF-8, and windows-1252 when it is no UTF-8.")
        String encoding,

        @Schema(
                description =
                        "What stands before the decimals: , (1.234,56) or . (1,234.56). Found out from the file's numbers when left out.")
        String decimalSeparator,

        @Schema(
                description =
                        "How days are written, such as dd/MM/yyyy, MM/dd/yyyy or yyyy-MM-dd. When left out, 2026-12-31 always counts, and 31/12/2026 or 12/31/2026 as found in the file, day first when nothing decides.")
        String dateFormat,

        @JsonProperty("map.*")
        @Schema(
                description =
                        "map.<column>=<field>: the column of the file, as its header calls it, fills that field, such as map.Cliente=name. May be sent for several columns.")
        String mappings) {}
