package io.farol.metrics.viewpoint;

import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The shared filters as parameters of a request: repeated values are or, different names and. Custom attributes come as {@code attr.<key>}. */
public record FilterParameters(
        @QueryParam("channel") @Parameter(description = "Acquisition channel at the time; NONE = without one.")
        List<String> channel,

        @QueryParam("cohort") @Parameter(description = "Month of the first MRR, such as 2026-03.")
        List<String> cohort,

        @QueryParam("country") @Parameter(description = "Country at the time; NONE = without one.")
        List<String> country,

        @QueryParam("csm")
        @Parameter(
                description =
                        "Id of the member who was the customer success manager at the time; me = the member who calls, by the name of the login (who is none finds nothing); NONE = without one.")
        List<String> csm,

        @QueryParam("flag") @Parameter(description = "Health flag at the time.")
        List<String> flag,

        @QueryParam("pod") @Parameter(description = "Pod at the time.")
        List<String> pod,

        @QueryParam("product") @Parameter(description = "Id of a product under contract at the time.")
        List<String> product,

        @QueryParam("region") @Parameter(description = "Region at the time; NONE = without one.")
        List<String> region,

        @QueryParam("sector") @Parameter(description = "Sector at the time; NONE = without one.")
        List<String> sector,

        @QueryParam("seller") @Parameter(description = "Seller at the time; NONE = without one.")
        List<String> seller,

        @QueryParam("tag") @Parameter(description = "Tag that the account has now.")
        List<String> tag,

        @QueryParam("tier") @Parameter(description = "Tier at the time; NONE = without one.")
        List<String> tier,

        @QueryParam("touch") @Parameter(description = "Touch model at the time; NONE = without one.")
        List<String> touch) {}
