package io.farol.testkit;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares answers with what the document says of their operation, and goes where they point to. */
final class DocumentedAnswer {
    private DocumentedAnswer() {}

    /**
     * What differs from the document: the status, the headers ETag and Location, the media type; or where Location leads. Empty when nothing does, or when the document says nothing of answers.
     *
     * @param token of the caller, who follows a Location
     */
    static Optional<String> fault(ApiOperation operation, Response answer, String token) {
        if (operation.answers().isEmpty()) {
            return Optional.empty();
        }
        JsonNode documented = operation.answers().path(String.valueOf(answer.statusCode()));
        if (documented.isMissingNode()) {
            return Optional.of("the document has no answer " + answer.statusCode() + " of " + operation);
        }
        if (answer.statusCode() / 100 != 2) {
            return Optional.empty();
        }
        return header(documented, answer, "ETag")
                .or(() -> header(documented, answer, "Location"))
                .or(() -> media(documented, answer))
                .or(() -> location(answer.header("Location"), token));
    }

    private static Optional<String> header(JsonNode documented, Response answer, String name) {
        boolean isDocumented = documented.path("headers").has(name);
        boolean isSent = answer.header(name) != null;
        return isDocumented == isSent
                ? Optional.empty()
                : Optional.of("the answer " + answer.statusCode() + " has " + (isSent ? "an" : "no") + " " + name
                        + ", the document says otherwise");
    }

    private static Optional<String> media(JsonNode documented, Response answer) {
        String type = answer.contentType() == null ? "" : answer.contentType().replaceAll(";.*", "");
        return type.isEmpty() || documented.path("content").has(type)
                ? Optional.empty()
                : Optional.of("the document does not say that the answer " + answer.statusCode() + " is " + type);
    }

    /** A download link is its own authorization. */
    private static Optional<String> location(@Nullable String location, String token) {
        if (location == null) {
            return Optional.empty();
        }
        RequestSpecification request = given().urlEncodingEnabled(false);
        if (!location.contains("download=")) {
            request.auth().oauth2(token);
        }
        int status = request.get(location).statusCode();
        return status == 200
                ? Optional.empty()
                : Optional.of("Location leads to " + location + ", which answers " + status);
    }
}
