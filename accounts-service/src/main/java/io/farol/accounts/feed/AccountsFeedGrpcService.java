package io.farol.accounts.feed;

import io.farol.accounts.v1.AccountsFeedGrpc;
import io.farol.feed.v1.SubscribeRequest;
import io.farol.feed.v1.SubscribeResponse;
import io.farol.runtime.feed.FeedServer;
import io.farol.runtime.security.Role;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import jakarta.annotation.security.RolesAllowed;

/** The change feed of accounts-service: the own tenant's for partners and leaders, all tenants' for the other services. */
@GrpcService
class AccountsFeedGrpcService extends AccountsFeedGrpc.AccountsFeedImplBase {
    private final FeedServer feed;

    AccountsFeedGrpcService(FeedServer feed) {
        this.feed = feed;
    }

    @Override
    @RolesAllowed({Role.INTEGRATION, Role.LEADER, Role.ADMIN, Role.SERVICE})
    public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> observer) {
        feed.subscribe(request, observer);
    }
}
