package io.farol.pipeline.feed;

import io.farol.feed.v1.SubscribeRequest;
import io.farol.feed.v1.SubscribeResponse;
import io.farol.pipeline.v1.PipelineFeedGrpc;
import io.farol.runtime.feed.FeedServer;
import io.farol.runtime.security.Role;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import jakarta.annotation.security.RolesAllowed;

/** The change feed of pipeline-service: the own tenant's for partners and leaders, all tenants' for the other services. */
@GrpcService
class PipelineFeedGrpcService extends PipelineFeedGrpc.PipelineFeedImplBase {
    private final FeedServer feed;

    PipelineFeedGrpcService(FeedServer feed) {
        this.feed = feed;
    }

    @Override
    @RolesAllowed({Role.INTEGRATION, Role.LEADER, Role.ADMIN, Role.SERVICE})
    public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> observer) {
        feed.subscribe(request, observer);
    }
}
