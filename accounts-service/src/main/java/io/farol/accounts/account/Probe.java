package io.farol.accounts.account;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.*;
import org.jdbi.v3.core.Jdbi;

@Path("/v1/probe")
@RunOnVirtualThread
public class Probe {
    private final Jdbi jdbi;

    Probe(Jdbi j) {
        jdbi = j;
    }

    @GET
    @RolesAllowed("csm")
    @Transactional
    public String get() {
        return jdbi.withHandle(h -> h.createQuery("select current_setting('app.tenant', true) || ' ' || current_user")
                .mapTo(String.class)
                .one());
    }
}
