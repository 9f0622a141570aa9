package io.farol.accounts.fxrate;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A dated exchange rate.
 *
 * @param ratedOn from this day until the next rate of the currency
 * @param rate reporting currency per one unit of the currency, above 0, at most 10 decimals
 */
@Schema(name = "FxRateRequest", examples = "{\"currency\":\"USD\",\"ratedOn\":\"2026-03-31\",\"rate\":\"5.4321\"}")
record FxRateDetails(Currency currency, LocalDate ratedOn, BigDecimal rate) {
    private static final int SCALE = 10;
    private static final BigDecimal LARGEST = new BigDecimal("999999999");

    FxRateDetails {
        if (rate.signum() <= 0 || rate.compareTo(LARGEST) > 0) {
            throw DomainException.invalid(
                    List.of(Fault.at("/rate", PlatformError.OUT_OF_RANGE, Map.of("min", "> 0", "max", LARGEST))));
        }
        if (rate.stripTrailingZeros().scale() > SCALE) {
            throw DomainException.invalid(
                    List.of(Fault.at("/rate", PlatformError.TOO_MANY_DECIMALS, Map.of("max", SCALE))));
        }
        rate = rate.stripTrailingZeros();
    }
}
