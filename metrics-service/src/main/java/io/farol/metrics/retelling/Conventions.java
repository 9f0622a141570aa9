package io.farol.metrics.retelling;

import io.farol.metrics.ledger.Pricing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The conventions of an answer that tell some accounts in another way than the ledger does. */
public record Conventions(FxTreatment fx, LogoTreatment logo, DiscountTreatment discount, TaxTreatment taxes) {
    /** As the ledger tells all accounts. */
    public static final Conventions STANDARD = new Conventions(
            FxTreatment.AT_START, LogoTreatment.ACCOUNT, DiscountTreatment.SUBTRACTED, TaxTreatment.INCLUDED);

    /** As they are asked for; null = the standard. */
    public static Conventions of(
            @Nullable FxTreatment fx,
            @Nullable LogoTreatment logo,
            @Nullable DiscountTreatment discount,
            @Nullable TaxTreatment taxes) {
        return new Conventions(
                Objects.requireNonNullElse(fx, STANDARD.fx),
                Objects.requireNonNullElse(logo, STANDARD.logo),
                Objects.requireNonNullElse(discount, STANDARD.discount),
                Objects.requireNonNullElse(taxes, STANDARD.taxes));
    }

    public boolean isStandard() {
        return equals(STANDARD);
    }

    /** What MRR is made of. */
    public Pricing pricing() {
        return new Pricing(discount == DiscountTreatment.IGNORED, taxes == TaxTreatment.NET);
    }

    /** Those that are not the standard, by name. */
    public Map<String, String> named() {
        Map<String, String> named = new LinkedHashMap<>();
        if (fx != STANDARD.fx) {
            named.put("fx", fx.name());
        }
        if (logo != STANDARD.logo) {
            named.put("logo", logo.name());
        }
        if (discount != STANDARD.discount) {
            named.put("discount", discount.name());
        }
        if (taxes != STANDARD.taxes) {
            named.put("taxes", taxes.name());
        }
        return named;
    }
}
