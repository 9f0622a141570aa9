package io.farol.accounts.admin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.accounts.Outside;
import io.farol.runtime.id.UuidV7;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators see of the jobs of all tenants. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class JobsAdminTest {
    private static final String JOBS = "/v1/admin/accounts/jobs";
    private final List<String> made = new ArrayList<>();

    @AfterEach
    void noneIsLeft() {
        made.forEach(id -> Outside.execute("delete from job_lease where job_id = cast(? as uuid)", id));
    }

    @Test
    void showsWhoWorksOnWhatAndHowItGoes() {
        String held = job("2100-01-01T00:00:00Z", true);
        String waiting = job("-infinity", true);
        String done = job("-infinity", false);

        List<String> ids = new ArrayList<>();
        @Nullable String token = null;
        do {
            Response page = operator().get(JOBS + "?pageSize=1" + (token == null ? "" : "&pageToken=" + token));
            page.then().statusCode(200).body("items", hasSize(1));
            ids.add(page.path("items[0].id"));
            token = page.path("nextPageToken");
        } while (token != null);

        assertTrue(ids.indexOf(held) >= 0 && ids.indexOf(held) < ids.indexOf(waiting), ids.toString());
        assertTrue(!ids.contains(done), ids.toString());
        operator()
                .get(JOBS + "?pageSize=500")
                .then()
                .body("items.find { it.id == '" + held + "' }.tenantId", equalTo("tenant-a"))
                .body("items.find { it.id == '" + held + "' }.holder", equalTo("replica-1"))
                .body("items.find { it.id == '" + held + "' }.rowsDone", equalTo(70))
                .body("items.find { it.id == '" + held + "' }.failures", equalTo(2))
                .body("items.find { it.id == '" + held + "' }.lastError", equalTo("SQLException"))
                .body("items.find { it.id == '" + waiting + "' }.holder", nullValue());
    }

    @Test
    void belongsToOperatorsAlone() {
        for (String role : List.of("cs-admin", "cs-leader", "csm", "viewer", "integration")) {
            given().auth()
                    .oauth2(Issuer.token("tenant-a", "ana", role))
                    .get(JOBS)
                    .then()
                    .statusCode(403);
        }
        operator()
                .get(JOBS + "?pageToken=eA&pageSize=0")
                .then()
                .statusCode(400)
                .body("errors.parameter", contains("pageSize"));
        operator().get(JOBS + "?pageToken=eA").then().statusCode(400).body("code", equalTo("INVALID_PAGE_TOKEN"));
    }

    /** One that waits stands behind one of its tenant that is held, so that no worker of the test's own service takes it up. */
    private String job(String heldUntil, boolean isOpen) {
        String id = UuidV7.next().toString();
        made.add(id);
        Outside.execute("""
                insert into job_lease (job_id, tenant_id, kind, subject, is_open, holder, held_until, rows_done, attempts, failures, last_error, created_at, closed_at)
                values (cast(? as uuid), 'tenant-a', 'IMPORT', 'accounts', ?, 'replica-1', cast(? as timestamptz), 70, 3, 2, 'SQLException', now(), case when ? then null else now() end)""", id, isOpen, heldUntil, isOpen);
        return id;
    }

    private static RequestSpecification operator() {
        return given().auth().oauth2(Issuer.operatorToken("otto"));
    }
}
