package io.farol.testkit;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.ConfigProvider;

/** The gRPC door of the service under test, as a caller from outside. */
public final class GrpcDoor {
    private static final ConcurrentHashMap<Integer, ManagedChannel> CHANNELS = new ConcurrentHashMap<>();

    private GrpcDoor() {}

    /** Without a token. */
    public static Channel anonymous() {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
        return CHANNELS.computeIfAbsent(port, p -> ManagedChannelBuilder.forAddress("127.0.0.1", p)
                .usePlaintext()
                .build());
    }

    /**
     * With a bearer token.
     *
     * @param metadata further names and values, in turns
     */
    public static Channel as(String token, String... metadata) {
        Metadata headers = new Metadata();
        headers.put(key("authorization"), "Bearer " + token);
        return with(headers, metadata);
    }

    /** With these metadata and no other, names and values in turns. */
    public static Channel with(String... metadata) {
        return with(new Metadata(), metadata);
    }

    private static Channel with(Metadata headers, String... metadata) {
        for (int i = 0; i < metadata.length; i += 2) {
            headers.put(key(metadata[i]), metadata[i + 1]);
        }
        return ClientInterceptors.intercept(anonymous(), MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
