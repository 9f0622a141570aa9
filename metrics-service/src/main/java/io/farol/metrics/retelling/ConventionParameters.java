package io.farol.metrics.retelling;

import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The conventions as parameters of a request; null = the standard. */
public record ConventionParameters(
        @QueryParam("fx")
        @Parameter(
                description =
                        "Rate at which MRR in another currency counts: that of the day its terms start (default AT_START), or that of each month's end (CURRENT; after asOf the latest until then), with what the rates did as fx.")
        @Nullable
        FxTreatment fx,

        @QueryParam("logo")
        @Parameter(
                description =
                        "What counts as one customer: each account (default ACCOUNT), or an account with all its subsidiaries, in the groups of the topmost one (GROUP; families as they were known at knownAt, they are not dated).")
        @Nullable
        LogoTreatment logo,

        @QueryParam("discount")
        @Parameter(
                description =
                        "Whether discounts count: MRR is what is charged (default SUBTRACTED), or quantity × unit price by the month (IGNORED).")
        @Nullable
        DiscountTreatment discount,

        @QueryParam("taxes")
        @Parameter(
                description =
                        "Whether taxes that are in the price count: prices as invoiced (default INCLUDED), or less the product's embeddedTaxRate (NET; as it was known at knownAt, rates are not dated).")
        @Nullable
        TaxTreatment taxes) {

    /** Nothing asked for. */
    public static final ConventionParameters NONE = new ConventionParameters(null, null, null, null);

    /** What they are called in a request. */
    public static final List<String> NAMES = List.of("fx", "logo", "discount", "taxes");

    public Conventions conventions() {
        return Conventions.of(fx, logo, discount, taxes);
    }
}
