package io.farol.runtime.security;

import io.farol.accounts.v1.AccountsServiceGrpc;
import io.farol.accounts.v1.GetAccountRequest;
import io.farol.runtime.grpc.OutgoingCalls;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.farol.testkit.GrpcDoor;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A door to knock at with every kind of token. */
@Path("/v1/security-samples")
@RunOnVirtualThread
public class SampleResource {
    private final CurrentTenant tenant;
    private final OutgoingCalls outgoing;

    SampleResource(CurrentTenant tenant, OutgoingCalls outgoing) {
        this.tenant = tenant;
        this.outgoing = outgoing;
    }

    @GET
    @RolesAllowed({Role.VIEWER, Role.CSM})
    public String read() {
        return tenant.find().map(TenantId::value).orElse("nobody");
    }

    @GET
    @Path("/unannotated")
    public String forgotten() {
        return "open";
    }

    /** Whom a neighbour takes this service for, when it asks for the caller, and when it asks for another tenant on its own account. */
    @GET
    @Path("/neighbour")
    @RolesAllowed(Role.VIEWER)
    @Operation(hidden = true)
    public String neighbour() throws Exception {
        return ask() + " " + CurrentTenant.callAs(new TenantId("boreal"), this::ask) + " " + ask();
    }

    private String ask() {
        Channel channel = ClientInterceptors.intercept(GrpcDoor.anonymous(), outgoing);
        return AccountsServiceGrpc.newBlockingStub(channel)
                .getAccount(GetAccountRequest.newBuilder().setAccountId("me").build())
                .getAccount()
                .getName();
    }

    @POST
    @RolesAllowed({Role.VIEWER, Role.CSM})
    public int write(String body) {
        return body.length();
    }
}
