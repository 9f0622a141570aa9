package io.farol.local;

import java.util.stream.Collectors;

/** What a person wants to know when everything is up. */
final class Summary {
    private Summary() {}

    static void print(Platform platform, Progress progress) {
        String origin = platform.origin();
        String port = origin.substring(origin.lastIndexOf(':') + 1);
        String variable = port.equals("8080") ? "" : "FAROL_PORT=" + port + " ";
        String users = Realm.TENANTS.stream().collect(Collectors.joining("|", "admin|leader|csm|viewer@", ""));
        FarolApi.Answer answer = platform.as("csm@aurora").get("/v1/me");
        progress.say("""

                API     %1$s/v1     read and try it: %1$s/docs     OpenAPI: %1$s/openapi     gRPC: the same port
                users   %2$s, operator@farol; password of all: %3$s
                clients integration@%4$s; secrets in deploy/.run/%5$s.json
                token   %6$sdeploy/token csm@aurora

                curl -H "Authorization: Bearer $(%6$sdeploy/token csm@aurora)" %1$s/v1/me
                %7$s

                Ctrl-C stops everything.""".formatted(
                        origin,
                        users,
                        platform.realm().users().get("csm@aurora"),
                        String.join("|", Realm.TENANTS),
                        port,
                        variable,
                        answer.status() + " " + answer.body()));
    }
}
