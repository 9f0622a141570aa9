package io.farol.metrics.viewpoint;

import io.farol.runtime.feed.SourceFreshness;
import io.farol.runtime.tenant.TenantId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/**
 * Where an answer is given from. All it says follows from this and from the question, so the same viewpoint gives the same bytes again (DECISIONS.md 14).
 *
 * @param generation of the ledger that is read
 * @param position greatest feed position that is known; 0 = nothing
 * @param knownAt stamp of what is known at the position; 1970-01-01T00:00:00Z when nothing is
 * @param asOf business day that counts as today
 * @param currency reporting currency
 * @param policy the tenant's own conventions and gross margin, as known at the position
 * @param freshness of the sources of the ledger: live, or of {@code knownAt} alone when the question named one that had passed
 */
public record Viewpoint(
        TenantId tenant,
        int generation,
        long position,
        Instant knownAt,
        LocalDate asOf,
        Currency currency,
        FigurePolicy policy,
        List<SourceFreshness> freshness) {

    /** Binds that every query about the ledger needs: {@code :tenant}, {@code :gen}, {@code :position}. */
    public Map<String, Object> binds() {
        return Map.of("tenant", tenant.value(), "gen", generation, "position", position);
    }

    /** An amount of 1/10,000 as it is shown: exact, at the currency's minor digits, HALF_UP. */
    public String money(long amountE4) {
        return money(BigDecimal.valueOf(amountE4, 4));
    }

    /** An exact amount as it is shown. */
    public String money(BigDecimal amount) {
        return amount.setScale(Math.max(0, currency.getDefaultFractionDigits()), RoundingMode.HALF_UP)
                .toPlainString();
    }
}
