package io.farol.accounts.product;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.money.Money;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
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
 * @param isActive whether it is still sold; null = true
 */
@Schema(name = "ProductRequest", examples = """
        {"code":"CRM-PRO","name":"CRM Pro","kind":"PLAN","solutionArea":"CRM","listPrice":{"amount":"99.90","currency":"BRL"},"unit":"user"}""")
record ProductDetails(
        @Nullable @Size(min = 1, max = 100) String code,
        @NotBlank @Size(max = 200) String name,
        ProductKind kind,
        @Nullable @Size(min = 1, max = 100) String solutionArea,
        @Nullable Money listPrice,
        @Nullable @Size(min = 1, max = 60) String unit,
        @Nullable Boolean isActive) {

    ProductDetails {
        isActive = isActive == null ? Boolean.TRUE : isActive;
        if (listPrice != null && listPrice.amount().signum() < 0) {
            throw DomainException.invalid(
                    List.of(Fault.at("/listPrice/amount", PlatformError.OUT_OF_RANGE, Map.of("min", 0, "max", "∞"))));
        }
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
        return new ProductDetails(pathCode, name, kind, solutionArea, listPrice, unit, isActive);
    }
}
