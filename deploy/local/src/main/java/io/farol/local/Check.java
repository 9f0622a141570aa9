package io.farol.local;

import java.util.Objects;

/** Asks the running platform through its front door and compares exactly. */
final class Check {
    private final Platform platform;
    private final Progress progress;
    private boolean isRight = true;

    Check(Platform platform, Progress progress) {
        this.platform = platform;
        this.progress = progress;
    }

    /** True when every answer was the expected one; each is printed. */
    boolean run() {
        FarolApi csm = platform.as("csm@aurora");
        equal(
                "the OpenAPI document",
                "3.1.0",
                csm.get("/openapi.json").expect(200).json().path("openapi").asText());
        equal("the docs page", 200, csm.get("/docs").status());
        equal(
                "the front ends' settings",
                "farol-web",
                csm.get("/client-config.json").json().path("clientId").asText());
        equal("the labels", 200, csm.get("/labels/pt-BR.json").status());
        equal("management is not routed", 404, csm.get("/q/health").status());
        return isRight;
    }

    private void equal(String what, Object wanted, Object seen) {
        boolean isSame = Objects.equals(wanted, seen);
        isRight &= isSame;
        progress.say(
                "  " + (isSame ? "ok    " : "WRONG ") + what + ": " + seen + (isSame ? "" : ", expected " + wanted));
    }
}
