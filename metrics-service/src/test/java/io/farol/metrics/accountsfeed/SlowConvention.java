package io.farol.metrics.accountsfeed;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Which conventions {@link SlowRetelling} takes at their word.
 *
 * @param isCurrent at the rates of the day, after {@code asOf} at the latest one until then
 * @param isGroup an account with its subsidiaries counts once
 * @param isDiscountIgnored discounts are not subtracted
 * @param isTaxNet taxes in the price are subtracted
 */
record SlowConvention(boolean isCurrent, boolean isGroup, boolean isDiscountIgnored, boolean isTaxNet, LocalDate asOf) {
    static final SlowConvention STANDARD = new SlowConvention(false, false, false, false, LocalDate.MAX);

    /** MRR of some terms, 1/10,000 of their currency. */
    long mrrE4(JsonNode term, BigDecimal taxRate) {
        BigDecimal discount = new BigDecimal(term.get("discount").asText());
        boolean isRaised = isDiscountIgnored && discount.signum() != 0;
        boolean isNet = isTaxNet && taxRate.signum() != 0;
        if (!isRaised && !isNet) {
            return term.get("mrrE4").asLong();
        }
        BigDecimal charged = BigDecimal.ONE.subtract(isRaised ? BigDecimal.ZERO : discount);
        BigDecimal kept = BigDecimal.ONE.subtract(isNet ? taxRate : BigDecimal.ZERO);
        return term.get("isRecurring").asBoolean() ? Books.mrrE4(term, charged.multiply(kept)) : 0;
    }

    /** A line that costs nothing is none. */
    boolean goesOn(JsonNode earlier, JsonNode term, BigDecimal taxRate) {
        return mrrE4(earlier, taxRate) > 0 && mrrE4(term, taxRate) > 0;
    }

    /** The account that another is told under. */
    UUID logo(Books books, UUID account) {
        List<UUID> path = new ArrayList<>(List.of(account));
        while (isGroup) {
            JsonNode parent = books.accounts.get(path.getLast()).path("parentAccountId");
            UUID next = parent.isTextual() ? UUID.fromString(parent.asText()) : null;
            if (next == null || !books.accounts.containsKey(next)) {
                return path.getLast();
            }
            if (path.contains(next)) {
                return Collections.min(
                        path.subList(path.indexOf(next), path.size()), Comparator.comparing(UUID::toString));
            }
            path.add(next);
        }
        return account;
    }
}
