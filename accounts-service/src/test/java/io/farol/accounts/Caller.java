package io.farol.accounts;

import static io.restassured.RestAssured.given;

import io.farol.runtime.id.UuidV7;
import io.farol.testkit.Issuer;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** A user of a tenant at the REST door. Each test takes a tenant of its own, so that none sees another's data. */
public record Caller(String tenant, String login, String role) {

    /** An administrator of a tenant that nobody else uses. */
    public static Caller ofNewTenant() {
        return new Caller("t" + UuidV7.next().toString().substring(9).replace("-", ""), "ana", "cs-admin");
    }

    /** A colleague with another role. */
    public Caller as(String otherRole) {
        return new Caller(tenant, login, otherRole);
    }

    /** Somebody else with the same role. @param otherLogin what his user name has before the {@code @} and the tenant */
    public Caller named(String otherLogin) {
        return new Caller(tenant, otherLogin, role);
    }

    /** A request with the caller's token. */
    public RequestSpecification request() {
        return given().auth().oauth2(Issuer.token(tenant, login, role)).contentType(ContentType.JSON);
    }

    public ValidatableResponse get(String path) {
        return request().get(path).then();
    }

    public ValidatableResponse post(String path, String body) {
        return request().body(body).post(path).then();
    }

    public ValidatableResponse post(String path, String etag, String body) {
        return request().header("If-Match", etag).body(body).post(path).then();
    }

    public ValidatableResponse patch(String path, String etag, String body) {
        return request().header("If-Match", etag).body(body).patch(path).then();
    }

    public ValidatableResponse put(String path, String body) {
        return request().body(body).put(path).then();
    }

    public ValidatableResponse delete(String path, String etag) {
        return request().header("If-Match", etag).delete(path).then();
    }

    /** Makes something and answers its id. */
    public String made(String path, String body) {
        Response response = request().body(body).post(path);
        response.then().statusCode(201);
        return response.path("id");
    }
}
