package io.farol.metrics.retelling;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conventions of an answer that tell some accounts in another way than the ledger does. */
public record Conventions(FxTreatment fx, LogoTreatment logo) {
    /** As the ledger tells all accounts. */
    public static final Conventions STANDARD = new Conventions(FxTreatment.AT_START, LogoTreatment.ACCOUNT);

    /** As they are asked for; null = the standard. */
    public static Conventions of(@Nullable FxTreatment fx, @Nullable LogoTreatment logo) {
        return new Conventions(fx == null ? STANDARD.fx : fx, logo == null ? STANDARD.logo : logo);
    }

    public boolean isStandard() {
        return equals(STANDARD);
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
        return named;
    }
}
