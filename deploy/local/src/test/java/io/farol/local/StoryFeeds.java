package io.farol.local;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.farol.feed.v1.Event;
import java.util.List;

/** What a partner reads of the story in the services' feeds, over gRPC and with its own token. */
final class StoryFeeds {
    private final int port;
    private final FarolApi partner;

    StoryFeeds(int port, FarolApi partner) {
        this.port = port;
        this.partner = partner;
    }

    List<Event> accounts(String aggregateType) {
        return FeedReader.accounts(port, partner.token()).stream()
                .filter(event -> event.getAggregateType().equals(aggregateType))
                .toList();
    }

    List<Event> accounts(String aggregateType, String id) {
        return of(accounts(aggregateType), id);
    }

    List<Event> onboarding(String id) {
        return of(FeedReader.onboarding(port, partner.token()), id);
    }

    List<Event> deal(String id) {
        return of(FeedReader.pipeline(port, partner.token()), id);
    }

    static String field(Event event, String name) {
        return event.getPayload().getFieldsOrThrow(name).getStringValue();
    }

    /** A field of each element of a list in the payload. */
    static List<String> each(Event event, String list, String name) {
        return event.getPayload().getFieldsOrThrow(list).getListValue().getValuesList().stream()
                .map(Value::getStructValue)
                .map(Struct::getFieldsMap)
                .map(fields -> fields.get(name).getStringValue())
                .toList();
    }

    private static List<Event> of(List<Event> events, String id) {
        return events.stream()
                .filter(event -> event.getAggregateId().equals(id))
                .toList();
    }
}
