package io.farol.accounts.contract;

import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.money.Money;
import io.farol.runtime.money.Ratio;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client may say about quantity and price, told field by field; {@link LineTerms} accepts what passes here. */
final class TermsCheck {
    private static final BigDecimal LARGEST_PRODUCT = new BigDecimal("100000000000000");

    private TermsCheck() {}

    static List<Fault> faults(@Nullable BigDecimal quantity, @Nullable Money unitPrice, @Nullable Ratio discount) {
        List<Fault> faults = new ArrayList<>();
        if (quantity != null) {
            checkRange("/quantity", quantity, null, faults);
            checkDecimals("/quantity", quantity, LineTerms.QUANTITY_SCALE, faults);
        }
        if (unitPrice != null) {
            checkRange("/unitPrice/amount", unitPrice.amount(), null, faults);
        }
        if (discount != null) {
            checkRange("/discount", discount.value(), BigDecimal.ONE, faults);
            checkDecimals("/discount", discount.value(), LineTerms.DISCOUNT_SCALE, faults);
        }
        if (quantity != null
                && unitPrice != null
                && quantity.multiply(unitPrice.amount()).compareTo(LARGEST_PRODUCT) > 0) {
            faults.add(Fault.at("/unitPrice", ContractError.AMOUNT_TOO_LARGE));
        }
        return faults;
    }

    private static void checkRange(String pointer, BigDecimal value, @Nullable BigDecimal max, List<Fault> faults) {
        if (value.signum() < 0 || max != null && value.compareTo(max) > 0) {
            faults.add(Fault.at(pointer, PlatformError.OUT_OF_RANGE, Map.of("min", 0, "max", max == null ? "∞" : max)));
        }
    }

    private static void checkDecimals(String pointer, BigDecimal value, int scale, List<Fault> faults) {
        if (value.stripTrailingZeros().scale() > scale) {
            faults.add(Fault.at(pointer, PlatformError.TOO_MANY_DECIMALS, Map.of("max", scale)));
        }
    }
}
