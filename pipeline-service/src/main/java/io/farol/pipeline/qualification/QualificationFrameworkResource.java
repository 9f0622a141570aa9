package io.farol.pipeline.qualification;

import io.farol.runtime.rest.Idempotent;
import io.farol.runtime.rest.ListedBy;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.Responses;
import io.farol.runtime.rest.Version;
import io.farol.runtime.security.Role;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** How opportunities may be qualified: the built-in frameworks and the tenant's own, with all that a form needs. */
@Path("/v1/qualification-frameworks")
@Tag(name = "Qualification frameworks")
@RunOnVirtualThread
public class QualificationFrameworkResource {
    private static final String PATH = "/v1/qualification-frameworks/";

    private final QualificationFrameworks frameworks;
    private final Lists lists;
    private final SecurityIdentity caller;

    QualificationFrameworkResource(QualificationFrameworks frameworks, Lists lists, SecurityIdentity caller) {
        this.frameworks = frameworks;
        this.lists = lists;
        this.caller = caller;
    }

    /** A restoration that was made. @param resource the framework after it */
    @Schema(name = "FrameworkRestoration")
    record FrameworkRestorationView(QualificationFrameworkView resource) {}

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(QualificationFrameworkView.class)
    @Operation(summary = "Lists the qualification frameworks, built in and the tenant's own, archived ones too")
    public Page<QualificationFrameworkView> listQualificationFrameworks() {
        return lists.page(QualificationFrameworkView.LISTING).map(this::allowed);
    }

    @POST
    @Idempotent
    @RolesAllowed({Role.ADMIN, Role.LEADER})
    @Operation(summary = "Defines a qualification framework of the tenant's own")
    public RestResponse<QualificationFrameworkView> createQualificationFramework(
            QualificationFrameworkDetails framework) {
        QualificationFrameworkView made = frameworks.create(framework);
        return Responses.created(PATH + made.id().value(), allowed(made), made.etag());
    }

    @GET
    @Path("/{frameworkId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Reads a qualification framework")
    public RestResponse<QualificationFrameworkView> getQualificationFramework(QualificationFrameworkId frameworkId) {
        return ok(frameworks.get(frameworkId));
    }

    @PATCH
    @Path("/{frameworkId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER})
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(
            summary = "Changes names and fields of an own framework; its key is fixed",
            description =
                    "Deals qualified in it follow at once: answers to a field that is gone stay and are shown, but are no longer asked for; a new required field is asked of the deals that have yet to enter PROPOSAL.")
    public RestResponse<QualificationFrameworkView> changeQualificationFramework(
            QualificationFrameworkId frameworkId,
            @HeaderParam("If-Match") @Nullable Version version,
            MergePatch<QualificationFrameworkDetails> patch) {
        return ok(frameworks.change(frameworkId, version, patch));
    }

    @DELETE
    @Path("/{frameworkId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER})
    @Operation(summary = "Archives an own framework: no deal may begin with it any more, those qualified in it go on")
    public RestResponse<Void> archiveQualificationFramework(
            QualificationFrameworkId frameworkId, @HeaderParam("If-Match") @Nullable Version version) {
        frameworks.archive(frameworkId, version);
        return Responses.noContent();
    }

    @POST
    @Idempotent
    @Path("/{frameworkId}/restorations")
    @RolesAllowed({Role.ADMIN, Role.LEADER})
    @Operation(summary = "Brings an archived framework back")
    public RestResponse<FrameworkRestorationView> restoreQualificationFramework(
            QualificationFrameworkId frameworkId, @HeaderParam("If-Match") @Nullable Version version) {
        QualificationFrameworkView restored = allowed(frameworks.restore(frameworkId, version));
        return Responses.changed(PATH + frameworkId.value(), new FrameworkRestorationView(restored), restored.etag());
    }

    private QualificationFrameworkView allowed(QualificationFrameworkView framework) {
        return framework.allowing(FrameworkAction.of(framework, caller));
    }

    private RestResponse<QualificationFrameworkView> ok(QualificationFrameworkView framework) {
        return Responses.ok(allowed(framework), framework.etag());
    }
}
