package io.farol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The committed {@code openapi/openapi.yaml} is what the code says, and says what a client needs. Each service's {@code OpenApiContractTest} extends it as a {@code @QuarkusTest}, since the document is
 * written while the service under test is built.
 */
public abstract class OpenApiContract {
    private static final Path COMMITTED = Path.of("openapi", "openapi.yaml");

    @Test
    void saysWhatAClientNeeds() {
        assertEquals(
                List.of(),
                OpenApiLint.faults(OpenApiFile.tree()),
                () -> String.join("\n", OpenApiLint.faults(OpenApiFile.tree())));
    }

    @Test
    void isCommittedAsTheCodeSaysIt() {
        if (OpenApiFile.isUpdating()) {
            OpenApiFile.write(COMMITTED, OpenApiFile.yaml());
        }
        if (!Files.exists(COMMITTED)) {
            fail("there is no openapi/openapi.yaml yet: run this test with -Dfarol.openapi.update=true");
        }
        assertEquals(
                OpenApiFile.read(COMMITTED),
                OpenApiFile.yaml(),
                "the API has changed: read the difference as a client would; if it is meant, run this test with -Dfarol.openapi.update=true and commit openapi/openapi.yaml");
    }
}
