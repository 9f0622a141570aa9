package io.farol.local.edge;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who answers which path, from {@code deploy/routes.yaml}: REST by the first segment after /v1, operators' paths by the second after /v1/admin, gRPC by package. */
public final class Routes {
    private static final Pattern GRPC_SERVICE = Pattern.compile("farol\\.([a-z]+)\\.v[0-9]+\\.[A-Za-z]+");
    private static final Set<String> KEYCLOAK = Set.of("realms", "resources");

    /** Where a request goes. */
    public sealed interface Target {
        /** To a service's REST door. */
        record Rest(String service) implements Target {}

        /** To a service's gRPC door. */
        record Grpc(String service) implements Target {}

        /** To Keycloak. */
        record Login() implements Target {}

        /** To a page of the edge's own, by its path. */
        record Own(String path) implements Target {}

        /** Nobody answers here. */
        record Nowhere() implements Target {}
    }

    private record Service(String admin, String grpc, List<String> segments) {}

    private final Map<String, String> bySegment = new HashMap<>();
    private final Map<String, String> byAdmin = new HashMap<>();
    private final Map<String, String> byPackage = new HashMap<>();
    private final Set<String> services = new TreeSet<>();

    private Routes(Map<String, Service> table) {
        table.forEach((name, service) -> {
            services.add(name);
            put(byAdmin, service.admin(), name);
            put(byPackage, service.grpc(), name);
            service.segments().forEach(segment -> put(bySegment, segment, name));
        });
    }

    /** The committed table. */
    public static Routes load() {
        try (InputStream table = Routes.class.getResourceAsStream("/routes.yaml")) {
            return new Routes(new YAMLMapper().readValue(table, new TypeReference<Map<String, Service>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every service that the table names. */
    public Set<String> services() {
        return Set.copyOf(services);
    }

    /** @param path as the client sent it, without the query */
    public Target target(String path) {
        return RawPath.of(path).map(this::target).orElseGet(Target.Nowhere::new);
    }

    private Target target(RawPath path) {
        return switch (path.at(0)) {
            case "v1" -> rest(path);
            case "auth" -> isPublicKeycloak(path) ? new Target.Login() : new Target.Nowhere();
            case "", "docs", "openapi", "openapi.yaml", "openapi.json", "client-config.json", "labels" ->
                new Target.Own("/" + String.join("/", path.segments()));
            default -> grpc(path);
        };
    }

    private Target rest(RawPath path) {
        String service = path.at(1).equals("admin") ? byAdmin.get(path.at(2)) : bySegment.get(path.at(1));
        return Optional.ofNullable(service).<Target>map(Target.Rest::new).orElseGet(Target.Nowhere::new);
    }

    private Target grpc(RawPath path) {
        Matcher name = GRPC_SERVICE.matcher(path.at(0));
        if (path.segments().size() != 2 || !name.matches()) {
            return new Target.Nowhere();
        }
        return Optional.ofNullable(byPackage.get(name.group(1)))
                .<Target>map(Target.Grpc::new)
                .orElseGet(Target.Nowhere::new);
    }

    /** Only Farol's realm and the login pages' files: Keycloak's own administration is not for the front door. */
    private static boolean isPublicKeycloak(RawPath path) {
        return KEYCLOAK.contains(path.at(1))
                && (!path.at(1).equals("realms") || path.at(2).equals("farol"));
    }

    private static void put(Map<String, String> table, String key, String service) {
        if (table.putIfAbsent(key, service) != null) {
            throw new IllegalStateException("routes.yaml names " + key + " twice");
        }
    }
}
