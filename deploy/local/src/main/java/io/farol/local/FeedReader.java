package io.farol.local;

import io.farol.accounts.v1.AccountsFeedGrpc;
import io.farol.feed.v1.Event;
import io.farol.feed.v1.SubscribeRequest;
import io.farol.feed.v1.SubscribeResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A partner's reader of the accounts feed, through the edge. */
final class FeedReader {
    private FeedReader() {}

    /** All events from the start until the feed says that there are no more. */
    static List<Event> all(int port, String token) {
        ManagedChannel channel = OkHttpChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
        try {
            Metadata headers = new Metadata();
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
            Iterator<SubscribeResponse> stream = AccountsFeedGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .withDeadlineAfter(30, TimeUnit.SECONDS)
                    .subscribe(SubscribeRequest.getDefaultInstance());
            List<Event> events = new ArrayList<>();
            while (stream.hasNext()) {
                SubscribeResponse element = stream.next();
                if (element.hasEvent()) {
                    events.add(element.getEvent());
                } else if (element.getHeartbeat().getIsCaughtUp()) {
                    break;
                }
            }
            return events;
        } finally {
            channel.shutdownNow();
        }
    }
}
