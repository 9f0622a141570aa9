package io.farol.runtime.rest;

import org.jboss.resteasy.reactive.RestResponse;

/** The answers that resources give. Locations are paths, so that they hold behind any edge. */
public final class Responses {
    private Responses() {}

    /** 201: made, with its address and version. */
    public static <T> RestResponse<T> created(String location, T body, Version version) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, body)
                .header("Location", location)
                .header("ETag", version.toString())
                .build();
    }

    /**
     * 201 for a state change, which is told in the body and in the history at the path that it was posted to.
     *
     * @param location of the thing that it changed, whose new version is the ETag: both headers are about the same
     */
    public static <T> RestResponse<T> changed(String location, T body, Version version) {
        return created(location, body, version);
    }

    /** 201 for something without a version of its own. */
    public static <T> RestResponse<T> created(String location, T body) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, body)
                .header("Location", location)
                .build();
    }

    /** 200 with a version; becomes 304 when the caller has it (If-None-Match). */
    public static <T> RestResponse<T> ok(T body, Version version) {
        return RestResponse.ResponseBuilder.ok(body)
                .header("ETag", version.toString())
                .build();
    }

    /** 202: work that goes on, and where to look at it. */
    public static <T> RestResponse<T> accepted(String location, T body) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, body)
                .header("Location", location)
                .build();
    }

    /** 202 without a body: where what comes of it can be seen. */
    public static RestResponse<Void> accepted(String location) {
        return RestResponse.ResponseBuilder.<Void>create(RestResponse.Status.ACCEPTED)
                .header("Location", location)
                .build();
    }

    /** 204. */
    public static RestResponse<Void> noContent() {
        return RestResponse.noContent();
    }
}
