package io.farol.accounts.setting;

import io.farol.runtime.rest.Idempotent;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.Responses;
import io.farol.runtime.rest.Version;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The custom attributes that the tenant declares for its accounts; at most 50, so they come in one page. */
@Path("/v1/settings/attributes")
@Tag(name = "Settings")
@RunOnVirtualThread
public class AttributeResource {
    private final AttributeDefinitions definitions;

    AttributeResource(AttributeDefinitions definitions) {
        this.definitions = definitions;
    }

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Lists the declared attributes of accounts")
    public Page<AttributeView> listAttributes() {
        return new Page<>(definitions.list(), null, null);
    }

    @GET
    @Path("/{attributeId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Reads a declared attribute")
    public RestResponse<AttributeView> getAttribute(AttributeDefinitionId attributeId) {
        AttributeView view = definitions.get(attributeId);
        return Responses.ok(view, view.etag());
    }

    @POST
    @Idempotent
    @RolesAllowed(Role.ADMIN)
    @Operation(summary = "Declares an attribute of accounts")
    public RestResponse<AttributeView> declareAttribute(AttributeDetails details) {
        AttributeView view = definitions.declare(details);
        return Responses.created("/v1/settings/attributes/" + view.id().value(), view, view.etag());
    }

    @PATCH
    @Path("/{attributeId}")
    @RolesAllowed(Role.ADMIN)
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(summary = "Changes labels and choices of an attribute; its key and type are fixed")
    public RestResponse<AttributeView> changeAttribute(
            AttributeDefinitionId attributeId,
            @HeaderParam("If-Match") @Nullable Version version,
            MergePatch<AttributeDetails> patch) {
        AttributeView view = definitions.change(attributeId, version, patch);
        return Responses.ok(view, view.etag());
    }
}
