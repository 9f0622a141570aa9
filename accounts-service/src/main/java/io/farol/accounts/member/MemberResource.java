package io.farol.accounts.member;

import io.farol.runtime.rest.Batch;
import io.farol.runtime.rest.BatchResult;
import io.farol.runtime.rest.Batches;
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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The people who look after the customers. */
@Path("/v1/team/members")
@Tag(name = "Team")
@RunOnVirtualThread
public class MemberResource {
    private static final String PATH = "/v1/team/members/";

    private final Members members;
    private final Lists lists;
    private final Batches batches;
    private final SecurityIdentity caller;

    MemberResource(Members members, Lists lists, Batches batches, SecurityIdentity caller) {
        this.members = members;
        this.lists = lists;
        this.batches = batches;
        this.caller = caller;
    }

    /**
     * That a member came back.
     *
     * @param resource the member after it
     */
    @Schema(name = "MemberRestoration")
    record MemberRestorationView(MemberView resource) {}

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(MemberView.Present.class)
    @Operation(summary = "Lists members of the team who are not archived")
    public Page<MemberView> listMembers() {
        return lists.page(MemberView.Present.LISTING).map(this::allowed);
    }

    @GET
    @Path("/archived")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(MemberView.Archived.class)
    @Operation(summary = "Lists archived members of the team")
    public Page<MemberView> listArchivedMembers() {
        return lists.page(MemberView.Archived.LISTING).map(this::allowed);
    }

    @POST
    @Idempotent
    @RolesAllowed({Role.ADMIN, Role.LEADER})
    @Operation(summary = "Makes a member of the team")
    public RestResponse<MemberView> createMember(MemberDetails member) {
        return created(members.create(member));
    }

    @POST
    @Path("/batches")
    @RolesAllowed({Role.ADMIN, Role.LEADER})
    @Operation(
            summary = "Makes or changes up to 5,000 members of the team by their external ids; no item fails another")
    public BatchResult putMembers(Batch<MemberDetails> batch) {
        return batches.eachPatch(batch, members::putItem);
    }

    @GET
    @Path("/{memberId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Reads a member of the team")
    public RestResponse<MemberView> getMember(MemberId memberId) {
        return ok(members.get(memberId));
    }

    @PATCH
    @Path("/{memberId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER})
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(summary = "Changes a member of the team; who is the CSM of accounts keeps the role CSM")
    public RestResponse<MemberView> changeMember(
            MemberId memberId, @HeaderParam("If-Match") @Nullable Version version, MergePatch<MemberDetails> patch) {
        return ok(members.change(memberId, version, patch));
    }

    @DELETE
    @Path("/{memberId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER})
    @Operation(summary = "Archives a member who is not the CSM of any account")
    public RestResponse<Void> archiveMember(MemberId memberId, @HeaderParam("If-Match") @Nullable Version version) {
        members.archive(memberId, version);
        return Responses.noContent();
    }

    @POST
    @Idempotent
    @Path("/{memberId}/restorations")
    @RolesAllowed({Role.ADMIN, Role.LEADER})
    @Operation(summary = "Brings an archived member back")
    public RestResponse<MemberRestorationView> restoreMember(
            MemberId memberId, @HeaderParam("If-Match") @Nullable Version version) {
        MemberView restored = allowed(members.restore(memberId, version));
        return Responses.changed(PATH + memberId.value(), new MemberRestorationView(restored), restored.etag());
    }

    @GET
    @Path("/by-external-id/{externalId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Reads a member of the team by his external id")
    public RestResponse<MemberView> getMemberByExternalId(String externalId) {
        return ok(members.getByExternalId(externalId));
    }

    @PUT
    @Path("/by-external-id/{externalId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER})
    @Operation(
            summary =
                    "Makes or changes a member of the team by his external id: fields sent are set, null clears, absent stays")
    public RestResponse<MemberView> putMemberByExternalId(String externalId, MergePatch<MemberDetails> patch) {
        Members.Put put = members.put(externalId, patch);
        return put.isNew() ? created(put.member()) : ok(put.member());
    }

    private MemberView allowed(MemberView member) {
        return member.allowing(MemberAction.of(member, caller));
    }

    private RestResponse<MemberView> ok(MemberView member) {
        return Responses.ok(allowed(member), member.etag());
    }

    private RestResponse<MemberView> created(MemberView member) {
        return Responses.created(PATH + member.id().value(), allowed(member), member.etag());
    }
}
