package io.farol.runtime.trace;

import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Says what would be kept with what a request leaves behind. */
@Path("/v1/trace-samples")
@RunOnVirtualThread
public class TraceSampleResource {

    @GET
    @RolesAllowed(Role.VIEWER)
    @Operation(hidden = true)
    public String traceParent() {
        return Objects.requireNonNullElse(TraceParent.current(), "nothing");
    }
}
