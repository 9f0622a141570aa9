package io.farol.onboarding.feed;

import io.farol.feed.v1.SubscribeRequest;
import io.farol.feed.v1.SubscribeResponse;
import io.farol.onboarding.v1.OnboardingFeedGrpc;
import io.farol.runtime.feed.FeedServer;
import io.farol.runtime.security.Role;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import jakarta.annotation.security.RolesAllowed;

/** The change feed of onboarding-service: the own tenant's for partners and leaders, all tenants' for the other services. */
@GrpcService
class OnboardingFeedGrpcService extends OnboardingFeedGrpc.OnboardingFeedImplBase {
    private final FeedServer feed;

    OnboardingFeedGrpcService(FeedServer feed) {
        this.feed = feed;
    }

    @Override
    @RolesAllowed({Role.INTEGRATION, Role.LEADER, Role.ADMIN, Role.SERVICE})
    public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> observer) {
        feed.subscribe(request, observer);
    }
}
