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
 * @param code its external id, unique in the tenant
 * @param listPrice of one unit for one month, 0 or more
 * @param unit what a quantity counts, such as {@code user}
 * @param isActive whether it is still sold; null = true
 */
@Schema(name = "ProductRequest", examples = """
        {"code":"CRM-PRO","name":"CRM Pro","kind":"PLAN","solutionArea":"CRM","listPrice":{"amount":"99.90","currency":"BRL"},"unit":"user"}""")
record ProductDetails(
        @NotBlank @Size(max = 100) String code,
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
}
