package io.farol.runtime.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.farol.testkit.ServiceUnderTest;
import io.grpc.Status;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@TestProfile(ReflectionOffTest.Off.class)
class ReflectionOffTest {
    /** As an operator switches it off. */
    public static final class Off implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("farol.grpc.reflection", "false");
        }
    }

    @Test
    void saysNothingOfItsContractsWhenSwitchedOff() {
        ExecutionException refused = assertThrows(ExecutionException.class, ReflectedServices::ask);

        assertEquals(Status.Code.UNIMPLEMENTED, Status.fromThrowable(refused).getCode());
    }
}
