package io.farol.pipeline;

import io.farol.testkit.LabelContract;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class LabelsTest extends LabelContract {
    @Override
    protected String root() {
        return "io.farol.pipeline";
    }
}
