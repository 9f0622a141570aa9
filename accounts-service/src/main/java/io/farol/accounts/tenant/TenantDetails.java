package io.farol.accounts.tenant;

import io.farol.accounts.setting.FirstSettings;
import io.farol.runtime.tenant.TenantId;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says of a new tenant.
 *
 * @param key the tenant's name in tokens, for ever
 * @param name what people call it
 * @param settings what it begins with; null = the defaults
 */
@Schema(name = "TenantRequest", examples = """
        {"key":"eridano","name":"Eridano S.A.","settings":{"reportingCurrency":"BRL","timeZone":"America/Sao_Paulo","language":"pt-BR"},"administrator":{"userName":"elisa@eridano","email":"elisa@eridano.example","firstName":"Elisa","lastName":"Ramos"}}""")
record TenantDetails(
        @Size(min = 2, max = 40) @Pattern(regexp = "[a-z][a-z0-9-]{1,39}")
        String key,

        @NotBlank @Size(max = 200) String name,
        @Nullable FirstSettings settings,
        AdministratorDetails administrator) {

    TenantDetails {
        name = name.strip();
    }

    /** What makes it the same request when it is sent again. */
    record Particulars(String name, FirstSettings settings) {}

    TenantId tenant() {
        return new TenantId(key);
    }

    Particulars particulars() {
        return new Particulars(name, settings == null ? FirstSettings.NONE : settings);
    }
}
