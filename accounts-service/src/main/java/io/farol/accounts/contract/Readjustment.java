package io.farol.accounts.contract;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.money.Ratio;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a contract's prices are readjusted.
 *
 * @param anniversaryMonth 1..12; null = the month of signing
 * @param lagMonths by how many months the index is older than the anniversary; null = 0
 * @param floor least ratio applied, such as 0; null = none
 * @param cap greatest ratio applied, such as 0.08; null = none
 * @param fixed the ratio of FIXED; null otherwise
 */
record Readjustment(
        ReadjustmentIndex index,
        @Nullable @Min(1) @Max(12) Integer anniversaryMonth,
        @Nullable @Min(0) @Max(12) Integer lagMonths,
        @Nullable Ratio floor,
        @Nullable Ratio cap,
        @Nullable Ratio fixed) {
    static final Readjustment NONE = new Readjustment(ReadjustmentIndex.NONE, null, null, null, null, null);
    private static final int SCALE = 6;
    private static final BigDecimal LARGEST = BigDecimal.TEN;

    Readjustment {
        List<Fault> faults = new ArrayList<>();
        check("/floor", floor, faults);
        check("/cap", cap, faults);
        check("/fixed", fixed, faults);
        if (floor != null && cap != null && floor.value().compareTo(cap.value()) > 0) {
            faults.add(Fault.at("/floor", ContractError.READJUSTMENT_FLOOR_ABOVE_CAP));
        }
        if ((index == ReadjustmentIndex.FIXED) == (fixed == null)) {
            faults.add(Fault.at("/fixed", ContractError.FIXED_READJUSTMENT_MISMATCH));
        }
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
    }

    static @Nullable Long toE6(@Nullable Ratio ratio) {
        return ratio == null
                ? null
                : Long.valueOf(ratio.value().setScale(SCALE).unscaledValue().longValueExact());
    }

    static @Nullable Ratio ofE6(@Nullable Long e6) {
        return e6 == null ? null : new Ratio(plain(BigDecimal.valueOf(e6, SCALE)));
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static void check(String pointer, @Nullable Ratio ratio, List<Fault> faults) {
        if (ratio == null) {
            return;
        }
        if (ratio.value().stripTrailingZeros().scale() > SCALE) {
            faults.add(Fault.at(pointer, PlatformError.TOO_MANY_DECIMALS, Map.of("max", SCALE)));
        }
        if (ratio.value().abs().compareTo(LARGEST) > 0) {
            faults.add(Fault.at(pointer, PlatformError.OUT_OF_RANGE, Map.of("min", -10, "max", 10)));
        }
    }
}
