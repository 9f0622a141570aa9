package io.farol.accounts.fxrate;

import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.rest.Version;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A dated exchange rate as answered.
 *
 * @param rate decimal text: reporting currency per one unit of the currency
 */
@Schema(name = "FxRate")
record FxRateView(FxRateId id, Version etag, String currency, LocalDate ratedOn, String rate) {

    static final Listing<FxRateView> LISTING = Listing.<FxRateView>from("fx_rate r")
            .tenant("r.tenant_id")
            .id("r.id", FxRateId.class)
            .select(
                    "r.*",
                    (row, context) -> new FxRateView(
                            new FxRateId(row.getObject("id", UUID.class)),
                            new Version(row.getLong("version")),
                            row.getString("currency"),
                            row.getObject("rated_on", LocalDate.class),
                            shown(row.getBigDecimal("rate"))))
            .filter("currency", Filter.text("cast(r.currency as text)"))
            .range("ratedOn", LocalDate.class, "r.rated_on")
            .sortByTime("ratedOn", LocalDate.class, "r.rated_on")
            .sortByText("currency", "cast(r.currency as text)")
            .build();

    static FxRateView of(FxRate rate) {
        return new FxRateView(
                new FxRateId(rate.id), new Version(rate.version), rate.currency, rate.ratedOn, shown(rate.rate));
    }

    private static String shown(BigDecimal rate) {
        return rate.stripTrailingZeros().toPlainString();
    }
}
