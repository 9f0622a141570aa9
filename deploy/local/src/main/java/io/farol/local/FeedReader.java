package io.farol.local;

import io.farol.accounts.v1.AccountsFeedGrpc;
import io.farol.feed.v1.Event;
import io.farol.feed.v1.SubscribeRequest;
import io.farol.feed.v1.SubscribeResponse;
import io.farol.onboarding.v1.OnboardingFeedGrpc;
import io.farol.pipeline.v1.PipelineFeedGrpc;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A partner's reader of the services' feeds, through the edge. */
final class FeedReader {
    private static final SubscribeRequest FROM_THE_START = SubscribeRequest.getDefaultInstance();

    private FeedReader() {}

    /** All events of accounts-service, from the start until the feed says that there are no more. */
    static List<Event> accounts(int port, String token) {
        return all(port, token, channel -> AccountsFeedGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .subscribe(FROM_THE_START));
    }

    /** The same of onboarding-service. */
    static List<Event> onboarding(int port, String token) {
        return all(port, token, channel -> OnboardingFeedGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .subscribe(FROM_THE_START));
    }

    /** The same of pipeline-service. */
    static List<Event> pipeline(int port, String token) {
        return all(port, token, channel -> PipelineFeedGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .subscribe(FROM_THE_START));
    }

    private static List<Event> all(int port, String token, Function<Channel, Iterator<SubscribeResponse>> subscribe) {
        ManagedChannel channel = OkHttpChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
        try {
            Metadata headers = new Metadata();
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
            Iterator<SubscribeResponse> stream = subscribe.apply(
                    ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)));
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
