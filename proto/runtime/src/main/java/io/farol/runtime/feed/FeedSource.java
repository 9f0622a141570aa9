package io.farol.runtime.feed;

import java.util.Arrays;
import java.util.Optional;

/** The four feeds, one per service. */
public enum FeedSource {
    ACCOUNTS("acc"),
    METRICS("met"),
    PIPELINE("pip"),
    ONBOARDING("onb");

    private final String code;

    FeedSource(String code) {
        this.code = code;
    }

    /** First part of the feed's cursors, such as {@code acc}. */
    public String code() {
        return code;
    }

    /** What the feed is called in answers, paths and settings, such as {@code accounts}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Full name of the feed's gRPC service, such as {@code farol.accounts.v1.AccountsFeed}. */
    public String grpcService() {
        String label = label();
        return "farol." + label + ".v1." + name().charAt(0) + label.substring(1) + "Feed";
    }

    /** The feed whose cursors begin so. */
    public static Optional<FeedSource> ofCode(String code) {
        return Arrays.stream(values())
                .filter(source -> source.code.equals(code))
                .findFirst();
    }

    /** The feed that is called so. */
    public static Optional<FeedSource> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(source -> source.label().equals(label))
                .findFirst();
    }

    /** The feed of a service, by its name such as {@code accounts-service}. */
    public static FeedSource ofService(String service) {
        return ofLabel(service.replaceFirst("-service$", ""))
                .orElseThrow(() -> new IllegalStateException("no feed is named after the application " + service));
    }
}
