package io.farol.accounts.product;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.money.Money;
import io.farol.runtime.money.Ratio;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about a product.
 *
 * @param code its external id, unique in the tenant; may be left out where the path says it
 * @param listPrice of one unit for one month, 0 or more
 * @param unit what a quantity counts, such as {@code user}
 * @param embeddedTaxRate what of the price is tax: ratio from 0 to less than 1, at most 6 decimals; null = none. MRR net of taxes is less by it
 * @param isActive whether it is still sold; null = true
 */
@Schema(name = "ProductRequest", examples = """
        {"code":"CRM-PRO","name":"CRM Pro","kind":"PLAN","solutionArea":"CRM","listPrice":{"amount":"99.90","currency":"BRL"},"unit":"user","embeddedTaxRate":0.0925}""")
record ProductDetails(
        @Nullable @Size(min = 1, max = 100) String code,
        @NotBlank @Size(max = 200) String name,
        ProductKind kind,
        @Nullable @Size(min = 1, max = 100) String solutionArea,
        @Nullable Money listPrice,
        @Nullable @Size(min = 1, max = 60) String unit,
        @Nullable Ratio embeddedTaxRate,
        @Nullable Boolean isActive) {
    private static final int TAX_RATE_SCALE = 6;

    ProductDetails {
        embeddedTaxRate = embeddedTaxRate == null
                ? null
                : new Ratio(embeddedTaxRate.value().stripTrailingZeros());
        isActive = isActive == null ? Boolean.TRUE : isActive;
        if (listPrice != null && listPrice.amount().signum() < 0) {
            throw DomainException.invalid(
                    List.of(Fault.at("/listPrice/amount", PlatformError.OUT_OF_RANGE, Map.of("min", 0, "max", "∞"))));
        }
        if (embeddedTaxRate != null) {
            check(embeddedTaxRate.value());
        }
    }

    private static void check(BigDecimal taxRate) {
        if (taxRate.signum() < 0 || taxRate.compareTo(BigDecimal.ONE) >= 0) {
            throw refused(PlatformError.OUT_OF_RANGE, Map.of("min", 0, "max", "0.999999"));
        }
        if (taxRate.stripTrailingZeros().scale() > TAX_RATE_SCALE) {
            throw refused(PlatformError.TOO_MANY_DECIMALS, Map.of("max", TAX_RATE_SCALE));
        }
    }

    private static DomainException refused(PlatformError error, Map<String, Object> params) {
        return DomainException.invalid(List.of(Fault.at("/embeddedTaxRate", error, params)));
    }

    /** In 1/1,000,000. */
    @Nullable
    Integer embeddedTaxRateE6() {
        return embeddedTaxRate == null
                ? null
                : Integer.valueOf(
                        embeddedTaxRate.value().movePointRight(TAX_RATE_SCALE).intValueExact());
    }

    /** Of so many 1/1,000,000. */
    static Ratio embeddedTaxRate(int e6) {
        return new Ratio(BigDecimal.valueOf(e6, TAX_RATE_SCALE).stripTrailingZeros());
    }

    /** The code, which a body must say when the path does not. */
    String requiredCode() {
        if (code == null || code.isBlank()) {
            throw DomainException.invalid(List.of(Fault.at("/code", PlatformError.REQUIRED)));
        }
        return code.strip();
    }

    /** The same under the code that the path says. */
    ProductDetails coded(String pathCode) {
        if (code != null && !code.strip().equals(pathCode)) {
            throw DomainException.invalid(List.of(Fault.at("/code", PlatformError.INVALID_VALUE)));
        }
        return new ProductDetails(pathCode, name, kind, solutionArea, listPrice, unit, embeddedTaxRate, isActive);
    }
}
