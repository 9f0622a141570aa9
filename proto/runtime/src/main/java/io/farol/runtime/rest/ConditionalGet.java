package io.farol.runtime.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Arrays;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Answers 304 to a GET whose caller already has the current state. */
public class ConditionalGet {

    @ServerResponseFilter
    void answerNotModified(ContainerRequestContext request, ContainerResponseContext response) {
        @Nullable String held = request.getHeaderString("If-None-Match");
        @Nullable String current = response.getHeaderString("ETag");
        if (held == null || current == null || response.getStatus() != 200 || !isRead(request)) {
            return;
        }
        boolean isHeld = Arrays.stream(held.split(","))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.replaceFirst("^W/", "").equals(current));
        if (isHeld) {
            response.setStatus(304);
            response.setEntity(null);
        }
    }

    private static boolean isRead(ContainerRequestContext request) {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }
}
