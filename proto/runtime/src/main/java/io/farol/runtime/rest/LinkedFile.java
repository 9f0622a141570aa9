package io.farol.runtime.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file that a {@code POST …/download-links} makes links to: the method of the same resource that answers {@code GET …} as CSV. The link's parameters are the file's. */
final class LinkedFile {
    private static final String LINKS = "/download-links";
    /** Parameters of a list that choose a page, of which a file has none. */
    private static final Set<String> OF_PAGES = Set.of("pageSize", "pageToken", "count");

    private LinkedFile() {}

    /** Empty for every other method. */
    static Optional<Method> of(Method method) {
        String path = path(method);
        if (!method.isAnnotationPresent(POST.class) || !path.endsWith(LINKS)) {
            return Optional.empty();
        }
        return csv(method, path(path)).or(() -> {
            throw new IllegalStateException(method + " links to no CSV of its resource");
        });
    }

    /** The method of the same resource that answers the same path as CSV; empty for that method itself. */
    static Optional<Method> beside(Method method) {
        return csv(method, path(method)).filter(csv -> !csv.equals(method));
    }

    private static Optional<Method> csv(Method method, String path) {
        return Arrays.stream(method.getDeclaringClass().getMethods())
                .filter(other -> other.isAnnotationPresent(GET.class)
                        && path(other).equals(path)
                        && isCsv(other.getAnnotation(Produces.class)))
                .findFirst();
    }

    /** Of the file whose links are made at a path. */
    static String path(String links) {
        return links.substring(0, links.length() - LINKS.length());
    }

    /** Whether a parameter of a list is one of its file too. */
    static boolean has(String parameter) {
        return !OF_PAGES.contains(parameter);
    }

    private static String path(Method method) {
        @Nullable Path path = method.getAnnotation(Path.class);
        return path == null ? "" : path.value();
    }

    private static boolean isCsv(@Nullable Produces produces) {
        return produces != null && List.of(produces.value()).contains(Lists.CSV);
    }
}
