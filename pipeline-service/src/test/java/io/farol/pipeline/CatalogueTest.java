package io.farol.pipeline;

import io.farol.testkit.CatalogueContract;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Set;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class CatalogueTest extends CatalogueContract {
    @Override
    protected Set<String> exemptTables() {
        return Set.of("contract_task_due");
    }
}
