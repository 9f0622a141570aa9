package io.farol.runtime.feed;

import io.farol.runtime.outbox.Outbox;
import io.farol.runtime.security.Role;
import io.farol.runtime.tenant.CurrentTenant;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Writes a thing, reads its copy. */
@Path("/v1/feed-samples")
@RunOnVirtualThread
public class SampleResource {
    private final Jdbi jdbi;
    private final Outbox outbox;
    private final CurrentTenant tenant;

    SampleResource(Jdbi jdbi, Outbox outbox, CurrentTenant tenant) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.tenant = tenant;
    }

    @POST
    @Path("/{id}/{name}")
    @RolesAllowed(Role.CSM)
    @Transactional
    public String write(@PathParam("id") UUID id, @PathParam("name") String name) {
        long version = jdbi.withHandle(handle -> handle.createQuery("""
            insert into feed_sample as s (tenant_id, id, version, name) values (:tenant, :id, 1, :name)
            on conflict (tenant_id, id) do update set version = s.version + 1, name = excluded.name returning version\
            """)
                .bind("tenant", tenant.get().value())
                .bind("id", id)
                .bind("name", name)
                .mapTo(Long.class)
                .one());
        outbox.append("FEED_SAMPLE", id, version, version == 1 ? "CREATED" : "UPDATED");
        return String.valueOf(version);
    }

    @POST
    @Path("/{id}/erasures")
    @RolesAllowed(Role.CSM)
    @Transactional
    public void erase(@PathParam("id") UUID id) {
        outbox.erase("FEED_SAMPLE", id, 1000);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Role.CSM)
    @Transactional
    public String copy(@PathParam("id") UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select payload ->> 'name' from feed_sample_copy where tenant_id = :tenant and id = :id")
                .bind("tenant", tenant.get().value())
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .orElse("nothing"));
    }
}
