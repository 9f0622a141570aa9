package io.farol.testkit;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.security.Role;
import io.farol.runtime.tenant.CurrentTenant;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jdbi.v3.core.Jdbi;

/** Doors that keep tenants apart, and three that do not. */
@Path("/v1/gadgets")
@RunOnVirtualThread
public class GadgetResource {
    private final Jdbi jdbi;
    private final CurrentTenant tenant;

    GadgetResource(Jdbi jdbi, CurrentTenant tenant) {
        this.jdbi = jdbi;
        this.tenant = tenant;
    }

    @POST
    @RolesAllowed(Role.ADMIN)
    @Transactional
    @Operation(hidden = true)
    public Map<String, String> make() {
        UUID id = UuidV7.next();
        jdbi.useHandle(h -> h.execute(
                "insert into isolation_sample values (?, ?)", tenant.get().value(), id));
        return Map.of("id", id.toString());
    }

    @GET
    @Path("/{gadgetId}")
    @RolesAllowed(Role.ADMIN)
    @Transactional
    @Operation(hidden = true)
    public Map<String, String> good(String gadgetId) {
        return Map.of("id", own(gadgetId));
    }

    @GET
    @RolesAllowed(Role.ADMIN)
    @Transactional
    @Operation(hidden = true)
    public Map<String, List<String>> list(@RestQuery String gadget) {
        return Map.of("items", count(gadget) == 0 ? List.of() : List.of(gadget));
    }

    @POST
    @Path("/{gadgetId}/links")
    @RolesAllowed(Role.ADMIN)
    @Transactional
    @Operation(hidden = true)
    public Map<String, String> link(String gadgetId, Map<String, String> body) {
        own(gadgetId);
        if (count(body.getOrDefault("targetId", "")) == 0) {
            throw new DomainException(
                    PlatformError.INVALID_REQUEST,
                    "not valid",
                    Map.of(),
                    List.of(Fault.at("/targetId", PlatformError.UNKNOWN_REFERENCE)));
        }
        return body;
    }

    /** Tells those who ask that the thing is somebody else's. */
    @GET
    @Path("/{gadgetId}/hints")
    @RolesAllowed(Role.ADMIN)
    @Transactional
    @Operation(hidden = true)
    public Map<String, String> hinting(String gadgetId) throws SQLException {
        if (count(gadgetId) == 0
                && asSuperuser("update isolation_sample set id = id where id = '" + UUID.fromString(gadgetId) + "'")
                        > 0) {
            throw new DomainException(PlatformError.EXTERNAL_ID_TAKEN, "it is theirs");
        }
        return Map.of("id", own(gadgetId));
    }

    /** Answers well, and deletes what it was given. */
    @GET
    @Path("/{gadgetId}/losses")
    @RolesAllowed(Role.ADMIN)
    @Transactional
    @Operation(hidden = true)
    public Map<String, String> losing(String gadgetId) throws SQLException {
        String found = own(
                gadgetId,
                () -> asSuperuser("delete from isolation_sample where id = '" + UUID.fromString(gadgetId) + "'"));
        return Map.of("id", found);
    }

    /** Finds nothing, not even one's own. */
    @GET
    @Path("/{gadgetId}/nothing")
    @RolesAllowed(Role.ADMIN)
    @Operation(hidden = true)
    public Map<String, String> blind(String gadgetId) {
        throw DomainException.notFound();
    }

    private interface Effect {
        int run() throws SQLException;
    }

    private String own(String id, Effect otherwise) throws SQLException {
        if (count(id) == 0) {
            otherwise.run();
        }
        return own(id);
    }

    private String own(String id) {
        if (count(id) == 0) {
            throw DomainException.notFound();
        }
        return id;
    }

    private int count(String id) {
        return jdbi.withHandle(h -> h.createQuery("select count(*) from isolation_sample where id::text = :id")
                .bind("id", id)
                .mapTo(Integer.class)
                .one());
    }

    private static int asSuperuser(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(Postgres.superuserUrl(ServiceUnderTest.DATABASE));
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
