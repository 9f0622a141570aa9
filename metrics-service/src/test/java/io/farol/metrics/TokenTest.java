package io.farol.metrics;

import io.farol.testkit.RestTokenContract;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class TokenTest extends RestTokenContract {
    @Override
    protected String readablePath() {
        return "/v1/mrr/statement?from=2026-01&to=2026-01";
    }
}
