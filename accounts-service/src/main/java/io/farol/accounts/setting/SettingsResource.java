package io.farol.accounts.setting;

import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Responses;
import io.farol.runtime.rest.Version;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Settings of the caller's tenant. */
@Path("/v1/settings")
@Tag(name = "Settings")
@RunOnVirtualThread
public class SettingsResource {
    private final Settings settings;

    SettingsResource(Settings settings) {
        this.settings = settings;
    }

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Reads the settings of the tenant")
    public RestResponse<SettingsView> getSettings() {
        SettingsView view = settings.get();
        return Responses.ok(view, view.etag());
    }

    @PATCH
    @RolesAllowed(Role.ADMIN)
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(summary = "Changes the settings of the tenant")
    public RestResponse<SettingsView> changeSettings(
            @HeaderParam("If-Match") @Nullable Version version, MergePatch<SettingsDetails> patch) {
        SettingsView view = settings.change(version, patch);
        return Responses.ok(view, view.etag());
    }
}
