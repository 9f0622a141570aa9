package io.farol.pipeline;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

/** Sends files to imports and waits for what becomes of them. */
public final class Imported {
    private Imported() {}

    /** The job's end state. */
    public static JsonPath csv(Caller caller, String path, String file) {
        Response accepted = caller.request().contentType("text/csv").body(file).post(path);
        accepted.then().statusCode(202);
        String location = accepted.header("Location");
        for (int i = 0; i < 600; i++) {
            JsonPath job = caller.request().get(location).jsonPath();
            if (!job.getString("state").equals("RUNNING")) {
                return job;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
        throw new AssertionError("the import does not end");
    }
}
