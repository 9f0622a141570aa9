package io.farol.runtime.download;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a link may read: the path as it is sent, and the query in one spelling, so that a browser's own encoding does not make it another. */
final class DownloadTarget {
    /** Query parameter that holds the token. */
    static final String PARAMETER = "download";

    private static final String LINKS = "/download-links";

    private DownloadTarget() {}

    /** The file that a link is asked for, by {@code POST <path>/download-links}. */
    static String ofLinkRequest(RoutingContext request) {
        String path = request.request().path();
        if (!path.endsWith(LINKS)) {
            throw new IllegalStateException("links are made by POST <path of the file>" + LINKS);
        }
        return of(path.substring(0, path.length() - LINKS.length()), request.queryParams());
    }

    /** The file that is read by a link. */
    static String ofDownload(RoutingContext request) {
        return of(request.request().path(), request.queryParams());
    }

    private static String of(String path, MultiMap parameters) {
        String query = new TreeSet<>(parameters.names())
                .stream()
                        .filter(name -> !name.equals(PARAMETER))
                        .flatMap(name ->
                                parameters.getAll(name).stream().map(value -> encoded(name) + "=" + encoded(value)))
                        .collect(Collectors.joining("&"));
        return path + "?" + query;
    }

    /** The target with a token. */
    static String url(String target, DownloadToken token) {
        return target + (target.endsWith("?") ? "" : "&") + PARAMETER + "=" + encoded(token.text());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
