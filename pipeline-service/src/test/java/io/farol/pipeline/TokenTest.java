package io.farol.pipeline;

import io.farol.testkit.RestTokenContract;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class TokenTest extends RestTokenContract {
    @Override
    protected String readablePath() {
        return "/v1/deals/changes";
    }
}
