package io.farol.local.demo;

import io.farol.local.FarolApi;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who looks after the customers of a tenant: two who sign in, named as in the realm, and two who do not. Drawn from no random number: whoever joins changes no other figure. */
final class Team {
    private static final List<Person> PEOPLE = List.of(
            new Person("csm", "Ana Souza", "\"CSM\"", "MID"),
            new Person(null, "Marina Duarte", "\"CSM\"", "SENIOR"),
            new Person(null, "Tomás Rezende", "\"CSM\",\"RENEWAL_MANAGER\"", "JUNIOR"),
            new Person("leader", "Luís Moreira", "\"CX\"", "SENIOR"));

    private static final int CSMS = 3;

    private Team() {}

    /** @param login user name before the @ */
    private record Person(@Nullable String login, String name, String roles, String seniority) {}

    /** Makes the members; told again, it changes nothing. */
    static int join(FarolApi leader, String tenant) {
        for (int n = 0; n < PEOPLE.size(); n++) {
            Person person = PEOPLE.get(n);
            String login = person.login() == null ? "null" : "\"" + person.login() + "@" + tenant + "\"";
            leader.put(
                            "/v1/team/members/by-external-id/" + externalId(tenant, n),
                            "{\"name\":\"%s\",\"userName\":%s,\"roles\":[%s],\"seniority\":\"%s\"}"
                                    .formatted(person.name(), login, person.roles(), person.seniority()))
                    .expect(200, 201);
        }
        return PEOPLE.size();
    }

    /** External id of the CSM of a customer. @param number of the customer, from 0 */
    static String csmOf(String tenant, int number) {
        return externalId(tenant, number % CSMS);
    }

    private static String externalId(String tenant, int number) {
        return "%s-M%d".formatted(Portfolio.prefix(tenant), number + 1);
    }
}
