package io.farol.runtime.rest;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.money.Money;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(examples = """
        {"name":"Lamp","colour":"RED","price":{"amount":"12.50","currency":"BRL"},"renewsOn":"2027-01-31","tags":["new"]}""")
record ThingRequest(
        @Nullable @Size(max = 60) String externalId,
        @NotBlank @Size(max = 40) String name,
        ThingColour colour,
        @Nullable Money price,
        @Nullable LocalDate renewsOn,
        @Size(max = 3) List<@NotBlank String> tags) {
    ThingRequest {
        if (name.contains("green")) {
            throw new DomainException(ThingError.THING_TOO_GREEN, "too green");
        }
    }
}
