package io.farol.runtime.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.farol.testkit.GrpcDoor;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What gRPC tools may ask of a service beside its own contracts: how it is, and what it offers. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ToolsTest {

    @Test
    void saysThatItServes() {
        HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(GrpcDoor.anonymous());

        assertEquals(
                ServingStatus.SERVING,
                health.check(HealthCheckRequest.getDefaultInstance()).getStatus());
    }

    @Test
    void namesItsServicesToToolsThatAsk() throws Exception {
        List<String> services = ReflectedServices.ask();

        assertTrue(services.contains("farol.accounts.v1.AccountsFeed"), services.toString());
    }
}
