package io.farol.pipeline;

import io.farol.testkit.OpenApiContract;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class OpenApiContractTest extends OpenApiContract {}
