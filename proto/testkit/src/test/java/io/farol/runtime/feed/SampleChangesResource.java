package io.farol.runtime.feed;

import jakarta.ws.rs.Path;

/** Changes of the sample, in the two lines that a feature needs. */
@Path("/v1/feed-samples/changes")
public class SampleChangesResource extends ChangesResource {
    SampleChangesResource(Changes changes) {
        super(changes, "FEED_SAMPLE");
    }
}
