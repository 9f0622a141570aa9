package io.farol.runtime.feed;

import com.google.rpc.ErrorInfo;
import io.farol.accounts.v1.AccountsFeedGrpc;
import io.farol.feed.v1.Event;
import io.farol.feed.v1.SubscribeRequest;
import io.farol.feed.v1.SubscribeResponse;
import io.farol.testkit.GrpcDoor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A partner who reads the feed through the front door. */
final class FeedReader {
    private final String token;

    FeedReader(String token) {
        this.token = token;
    }

    /** What came until the source said that this reader has caught up. */
    record Read(List<Event> events, String cursor) {}

    Read read(String cursor, String... aggregateTypes) {
        Iterator<SubscribeResponse> stream = open(cursor, aggregateTypes);
        List<Event> events = new ArrayList<>();
        while (true) {
            SubscribeResponse element = stream.next();
            if (element.hasEvent()) {
                events.add(element.getEvent());
            } else if (element.getHeartbeat().getIsCaughtUp()) {
                return new Read(events, element.getHeartbeat().getCursor());
            }
        }
    }

    Iterator<SubscribeResponse> open(String cursor, String... aggregateTypes) {
        return AccountsFeedGrpc.newBlockingStub(GrpcDoor.as(token))
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .subscribe(SubscribeRequest.newBuilder()
                        .setCursor(cursor)
                        .addAllAggregateTypes(List.of(aggregateTypes))
                        .build());
    }

    /** Status and reason of a refusal. */
    String refusal(String cursor) {
        try {
            open(cursor).next();
            return "none";
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() + " " + reason(e);
        }
    }

    private static String reason(StatusRuntimeException e) {
        try {
            for (var detail : StatusProto.fromThrowable(e).getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    return detail.unpack(ErrorInfo.class).getReason();
                }
            }
            return "";
        } catch (com.google.protobuf.InvalidProtocolBufferException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
