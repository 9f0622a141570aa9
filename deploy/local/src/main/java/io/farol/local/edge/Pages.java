package io.farol.local.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the edge answers itself, all of it fixed at start: the joined OpenAPI document and its reader, the front ends' settings, the labels. */
public final class Pages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MediaType YAML = MediaType.parse("application/yaml");
    private static final List<String> DOCS = List.of(
            "index.html",
            "docs.js",
            "swagger-ui.css",
            "swagger-ui-bundle.js",
            "oauth2-redirect.html",
            "oauth2-redirect.js",
            "favicon-32x32.png");
    private static final String DOCS_POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

    private record Page(MediaType type, byte[] content) {}

    private final Map<String, Page> pages = new HashMap<>();
    private final String origin;

    private Pages(String origin) {
        this.origin = origin;
    }

    /**
     * Reads everything once.
     *
     * @param origin of the edge, as browsers see it
     * @param labels of the services, per language a file {@code en.json} or {@code pt-BR.json}; folders that are not there are left out
     */
    public static Pages load(String origin, String issuer, String version, List<Path> labels) {
        Pages pages = new Pages(origin);
        pages.add("/openapi.yaml", YAML, resource("/openapi/openapi.yaml"));
        pages.add("/openapi.json", MediaType.JSON, resource("/openapi/openapi.json"));
        for (String file : DOCS) {
            pages.add("/docs/" + file, typeOf(file), resource("/docs/" + file));
        }
        pages.add("/docs", MediaType.HTML_UTF_8, resource("/docs/index.html"));
        pages.add(
                "/client-config.json",
                MediaType.JSON,
                Answers.json(Map.of("issuer", issuer, "clientId", "farol-web", "version", version)));
        for (String language : List.of("en", "pt-BR")) {
            pages.add(
                    "/labels/" + language + ".json", MediaType.JSON, Answers.json(merged(labels, language + ".json")));
        }
        return pages;
    }

    HttpResponse answer(String path, HttpRequest request, Answers answers, String requestId) {
        RequestHeaders headers = request.headers();
        if (Answers.isPreflight(headers)) {
            return answers.preflight(headers, requestId);
        }
        if (path.equals("/") || isOtherNameOfDocs(path, headers)) {
            // The login only returns to the one origin it knows.
            return HttpResponse.of(ResponseHeaders.builder(HttpStatus.TEMPORARY_REDIRECT)
                    .set(HttpHeaderNames.LOCATION, origin + "/docs")
                    .build());
        }
        Page page = pages.get(path.equals("/openapi") ? openApi(headers) : path);
        if (page == null) {
            return answers.problem(headers, Answers.Problem.NOT_FOUND, requestId);
        }
        if (headers.method() != HttpMethod.GET && headers.method() != HttpMethod.HEAD) {
            return answers.problem(headers, Answers.Problem.METHOD_NOT_ALLOWED, requestId);
        }
        ResponseHeadersBuilder answer = ResponseHeaders.builder(HttpStatus.OK)
                .contentType(page.type())
                .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
                .set("x-content-type-options", "nosniff")
                .set("x-request-id", requestId);
        if (path.startsWith("/docs")) {
            answer.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, DOCS_POLICY);
        }
        if (path.equals("/openapi")) {
            answer.add(HttpHeaderNames.VARY, "Accept");
        }
        answers.allowOrigin(headers, answer);
        return HttpResponse.of(answer.build(), HttpData.wrap(page.content()));
    }

    private boolean isOtherNameOfDocs(String path, RequestHeaders headers) {
        return path.equals("/docs")
                && ("http://" + headers.authority())
                        .replace("localhost", "127.0.0.1")
                        .equals(origin)
                && !("http://" + headers.authority()).equals(origin);
    }

    private static String openApi(RequestHeaders headers) {
        return headers.get(HttpHeaderNames.ACCEPT, "").contains("json") ? "/openapi.json" : "/openapi.yaml";
    }

    private void add(String path, MediaType type, byte[] content) {
        pages.put(path, new Page(type, content));
    }

    /** All services' labels of one language; the same key with another text is an error of the build that made them. */
    static ObjectNode merged(List<Path> folders, String file) {
        ObjectNode all = JSON.createObjectNode();
        for (Path folder : folders) {
            Path labels = folder.resolve(file);
            if (Files.exists(labels)) {
                try {
                    merge(all, JSON.readTree(labels.toFile()), labels.toString());
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException(labels + " is no JSON", e);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return all;
    }

    private static void merge(ObjectNode all, JsonNode more, String place) {
        more.properties().forEach(entry -> {
            @Nullable JsonNode known = all.get(entry.getKey());
            if (known instanceof ObjectNode group && entry.getValue().isObject()) {
                merge(group, entry.getValue(), place + "/" + entry.getKey());
            } else if (known == null || known.equals(entry.getValue())) {
                all.set(entry.getKey(), entry.getValue().deepCopy());
            } else {
                throw new IllegalStateException("two labels for one key: " + place + "/" + entry.getKey());
            }
        });
    }

    private static MediaType typeOf(String file) {
        return switch (file.substring(file.lastIndexOf('.') + 1)) {
            case "html" -> MediaType.HTML_UTF_8;
            case "js" -> MediaType.JAVASCRIPT_UTF_8;
            case "css" -> MediaType.CSS_UTF_8;
            case "png" -> MediaType.PNG;
            default -> throw new IllegalArgumentException(file);
        };
    }

    private static byte[] resource(String name) {
        try (InputStream content = Pages.class.getResourceAsStream(name)) {
            if (content == null) {
                throw new IllegalStateException(name + " is missing: build deploy/local");
            }
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
