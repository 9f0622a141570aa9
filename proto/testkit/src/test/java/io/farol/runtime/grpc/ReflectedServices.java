package io.farol.runtime.grpc;

import io.farol.testkit.GrpcDoor;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks the service under test, as gRPC tools do, what it offers. */
final class ReflectedServices {
    private ReflectedServices() {}

    /** Full names of its services; fails as the call does. */
    static List<String> ask() throws Exception {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> question = ServerReflectionGrpc.newStub(GrpcDoor.anonymous())
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        answer.complete(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        answer.cancel(false);
                    }
                });
        question.onNext(
                ServerReflectionRequest.newBuilder().setListServices("*").build());
        ServerReflectionResponse response = answer.get(10, TimeUnit.SECONDS);
        question.onCompleted();
        return response.getListServicesResponse().getServiceList().stream()
                .map(ServiceResponse::getName)
                .toList();
    }
}
